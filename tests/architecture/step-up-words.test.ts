import { STEP_UP_ACTIONS } from "@twinlatch/api-contract";
import { expect, it } from "vitest";
import { german } from "../../apps/console/src/messages/de.ts";
import { english } from "../../apps/console/src/messages/en.ts";

const CATALOGUES = { English: english, German: german };

it.each(Object.entries(CATALOGUES))(
  "R-056: in %s, every action that a proof approves has words, no two the same",
  (_, messages) => {
    const words = new Map<string, string>(Object.entries(messages.stepUp.actions));
    expect([...words.keys()].toSorted()).toEqual(STEP_UP_ACTIONS.toSorted());
    expect(new Set(words.values()).size).toBe(words.size);
    expect([...words.values()].filter((text) => text.trim().length < 10)).toEqual([]);
  },
);

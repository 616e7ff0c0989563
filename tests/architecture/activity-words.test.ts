import { AUDIT_EVENT_TYPES } from "@twinlatch/verifier";
import { expect, it } from "vitest";
import { german } from "../../apps/console/src/messages/de.ts";
import { english } from "../../apps/console/src/messages/en.ts";

const CATALOGUES = { English: english, German: german };

it.each(Object.entries(CATALOGUES))("in %s, every type of audit event has words", (_, messages) => {
  const words = new Map<string, readonly string[]>(Object.entries(messages.activity.events));
  expect(AUDIT_EVENT_TYPES.filter((type) => !words.has(type))).toEqual([]);
  const pairs = [...words.values()];
  expect(pairs.filter((pair) => pair.length !== 2 || pair.some((text) => text === ""))).toEqual([]);
});

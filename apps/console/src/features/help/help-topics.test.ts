import { expect, it } from "vitest";
import { germanHelp } from "./help-topics-de.ts";
import { englishHelp } from "./help-topics-en.ts";

it("answers the same questions in every language, none of them with nothing", () => {
  expect(germanHelp.map(({ id }) => id)).toEqual(englishHelp.map(({ id }) => id));
  for (const [index, { paragraphs }] of germanHelp.entries()) {
    expect(paragraphs).toHaveLength(englishHelp[index]!.paragraphs.length);
    expect(paragraphs.every((paragraph) => paragraph.length > 40)).toBe(true);
  }
  expect(new Set(englishHelp.map(({ id }) => id)).size).toBe(englishHelp.length);
});

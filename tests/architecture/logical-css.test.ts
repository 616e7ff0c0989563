import { expect, it } from "vitest";
import { readRepository } from "./repository.ts";

/** What names a side by left and right, where a page may run from right to left. */
const PHYSICAL =
  /(?:^|[\s;{])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)/;

it("styles name sides by the flow of the text, never left and right", () => {
  const sheets = readRepository().filter(({ path }) => path.endsWith(".css"));
  expect(sheets.length).toBeGreaterThan(20);
  const physical = sheets.flatMap(({ path, text }) =>
    text
      .split("\n")
      .flatMap((line, index) => (PHYSICAL.test(line) ? [`${path}:${index + 1}: ${line}`] : [])),
  );
  expect(physical).toEqual([]);
});

it.each(["margin-left: 1px;", "  right: 0;", "text-align: right;", "a { left: 0 }"])(
  "sees %j",
  (line) => expect(PHYSICAL.test(line)).toBe(true),
);
it.each([
  "margin-inline-start: 1px;",
  "inset-inline-end: 0;",
  "text-align: end;",
  "--copyright: 1;",
])("passes %j", (line) => expect(PHYSICAL.test(line)).toBe(false));

import { expect, it } from "vitest";
import { oldestFirst } from "./oldest-first.ts";

it("sorts by age, and by id what is of one millisecond", () => {
  const things = [
    { id: "c", createdAtMillis: 2 },
    { id: "b", createdAtMillis: 1 },
    { id: "d", createdAtMillis: 1 },
    { id: "a", createdAtMillis: 3 },
  ];
  expect(oldestFirst(things).map(({ id }) => id)).toEqual(["b", "d", "c", "a"]);
});

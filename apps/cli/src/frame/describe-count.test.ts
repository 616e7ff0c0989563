import { expect, it } from "vitest";
import { describeCount } from "./describe-count.ts";

it("says one thing of one, and many of none and of several", () => {
  expect([0, 1, 2].map((count) => describeCount(count, "key"))).toEqual([
    "0 keys",
    "1 key",
    "2 keys",
  ]);
  expect(describeCount(1, "person", "people")).toBe("1 person");
  expect(describeCount(2, "person", "people")).toBe("2 people");
});

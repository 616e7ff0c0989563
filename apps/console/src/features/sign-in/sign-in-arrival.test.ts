import { expect, it } from "vitest";
import { readArrival } from "./sign-in-arrival.ts";

it("reads why the page is shown", () => {
  expect(readArrival({ notice: "ended", email: "ada@example.org" })).toEqual({
    notice: "ended",
    email: "ada@example.org",
  });
});

it.each([null, "x", [], { notice: "toString", email: 7 }])("makes nothing of %j", (state) => {
  expect(readArrival(state)).toEqual({});
});

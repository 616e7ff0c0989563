import { expect, it } from "vitest";
import { PATHS, returnPath, signInPath } from "./paths.ts";

it.each([
  ["another site", "https://evil.example/account/security"],
  ["another site without a scheme", "//evil.example"],
  ["backslashes that browsers read as slashes", "/\\evil.example"],
  ["a script", "javascript:alert(1)"],
  ["our path on the way elsewhere", "/account/security/../../..//evil.example"],
  ["a page that needs no sign-in", "/sign-up"],
  ["nothing", null],
])("R-090: after a sign-in, %s is not gone to", (_, asked) => {
  expect(returnPath(asked)).toBe(PATHS.security);
});

it("returns to a page of ours", () => {
  expect(returnPath("/account/security")).toBe("/account/security");
  expect(signInPath("/account/security")).toBe("/sign-in?return=%2Faccount%2Fsecurity");
});

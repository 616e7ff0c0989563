import { describe, expect, it } from "vitest";
import { findPasswordFlaw } from "./check-new-password.ts";

const deps = { commonPasswords: { includes: (password: string) => password === "password1" } };

function flawOf(password: string): string | undefined {
  return findPasswordFlaw(deps, password, "ada@example.org");
}

describe("a new password", () => {
  it.each([
    ["eight characters", "x".repeat(8)],
    ["eight characters of two units each", "🔑".repeat(8)],
    ["64 characters", "x".repeat(64)],
    ["256 characters", "x".repeat(256)],
    ["nothing but spaces", " ".repeat(8)],
    ["one kind of character", "qqqqzzzzwwww"],
    ["control characters", "\u0000\u0007abcdef"],
  ])("R-080: of %s will do", (_, password) => {
    expect(flawOf(password)).toBeUndefined();
  });

  it.each([
    ["nothing", "", "password_too_short"],
    ["seven characters", "x".repeat(7), "password_too_short"],
    ["seven characters of two units each", "🔑".repeat(7), "password_too_short"],
    ["257 characters", "x".repeat(257), "password_too_long"],
    ["what everybody guesses", "password1", "password_common"],
    ["the address itself", "ada@example.org", "password_common"],
    ["the address in capitals", "ADA@Example.ORG", "password_common"],
  ])("R-080: of %s is refused", (_, password, flaw) => {
    expect(flawOf(password)).toBe(flaw);
  });
});

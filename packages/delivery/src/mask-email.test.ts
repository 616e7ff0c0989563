import { describe, expect, it } from "vitest";
import { maskEmail } from "./mask-email.ts";

describe("maskEmail", () => {
  it.each([
    ["alice@example.org", "a…@example.org"],
    ["a@example.org", "a…@example.org"],
    ["😀lice@example.org", "😀…@example.org"],
    ['"a@b"@example.org', '"…@example.org'],
    ["no address", "…"],
    ["@example.org", "…"],
    ["", "…"],
  ])("shows of %j only %j", (address, masked) => {
    expect(maskEmail(address)).toBe(masked);
  });
});

import { describe, expect, it } from "vitest";
import { maskPhone } from "./mask-phone.ts";

describe("maskPhone", () => {
  it.each([
    ["+41791234589", "…89"],
    ["+4189", "…89"],
    ["9", "…"],
    ["", "…"],
    ["+4179 123 45 8x", "…"],
  ])("shows of %j only %j", (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });
});

import { hasUniformDigits, SeededRandom } from "@twinlatch/testkit";
import { describe, expect, it } from "vitest";
import { newDigitCode } from "./digit-code.ts";

describe("codes of six digits", () => {
  it("R-020: come uniformly, leading zeros included", () => {
    const random = new SeededRandom("digits");
    const codes = Array.from({ length: 20_000 }, () => newDigitCode(random));
    for (const code of codes) expect(code).toMatch(/^[0-9]{6}$/);
    const small = codes.filter((code) => code.startsWith("0")).length;
    expect(small / codes.length).toBeCloseTo(0.1, 2);
    expect(hasUniformDigits(codes)).toBe(true);
  });

  it("draws again where a value would favour some codes", () => {
    const draws = [0xff, 0x00];
    const random = { bytes: (length: number) => new Uint8Array(length).fill(draws.shift() ?? 0) };
    expect(newDigitCode(random)).toBe("000000");
    expect(draws).toEqual([]);
  });
});

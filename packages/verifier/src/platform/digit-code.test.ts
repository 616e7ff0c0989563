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

  it("draws again from the first value on that would favour some codes", () => {
    const bound = Math.floor(2 ** 32 / 1_000_000) * 1_000_000;
    const draws = [bound, bound - 1];
    const random = {
      // As platforms do: part of a larger buffer.
      bytes: (length: number) => {
        const pool = new Uint8Array(16);
        new DataView(pool.buffer).setUint32(8, draws.shift() ?? 0);
        return pool.subarray(8, 8 + length);
      },
    };
    expect(newDigitCode(random)).toBe("999999");
    expect(draws).toEqual([]);
  });
});

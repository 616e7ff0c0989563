import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../../../tests/any-text.ts";
import { rounds } from "../../../tests/rounds.ts";
import { readCode, writeCode } from "./code-alphabet.ts";
import { DECIMAL_ALPHABET, OtpError, STEAM_ALPHABET } from "./index.ts";

const runs = { numRuns: rounds(300, 20_000) };
const value = fc.nat(2 ** 31 - 1);
const length = fc.integer({ min: 5, max: 10 });

describe.each([
  { name: "decimal", alphabet: DECIMAL_ALPHABET },
  { name: "Steam", alphabet: STEAM_ALPHABET },
])("the $name alphabet", ({ alphabet }) => {
  const base = alphabet.symbols.length;

  it("has no symbol twice", () => {
    expect(new Set(alphabet.symbols).size).toBe(base);
  });

  it("reads back what it wrote: the value without its higher digits", () => {
    fc.assert(
      fc.property(value, length, (number, symbols) => {
        const code = writeCode(alphabet, number, symbols);
        expect(code).toHaveLength(symbols);
        expect(readCode(alphabet, code, symbols)).toBe(number % base ** symbols);
      }),
      runs,
    );
  });

  it("reads only texts of exactly that many of its symbols, and no two as the same number", () => {
    const text = fc.oneof(anyText(7), fc.string({ unit: fc.constantFrom(...alphabet.symbols) }));
    fc.assert(
      fc.property(text, (candidate) => {
        const number = readCode(alphabet, candidate, 5);
        const isCode =
          candidate.length === 5 && [...candidate].every((c) => alphabet.symbols.includes(c));
        expect(number !== undefined).toBe(isCode);
        expect(number === undefined || writeCode(alphabet, number, 5) === candidate).toBe(true);
      }),
      runs,
    );
  });
});

describe("the order of symbols", () => {
  it("is that of numbers for digits, and the other way round for Steam", () => {
    expect(writeCode(DECIMAL_ALPHABET, 123, 5)).toBe("00123");
    expect(writeCode(STEAM_ALPHABET, 1 + 2 * 26 + 3 * 26 ** 2, 5)).toBe("34522");
  });
});

describe("OtpError", () => {
  it("is a RangeError with a stable code and a name of its own", () => {
    const error = new OtpError("digits_range", "digits must be an integer from 5 to 10");
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ name: "OtpError", code: "digits_range" });
    expect(String(error)).toBe("OtpError: digits must be an integer from 5 to 10");
  });
});

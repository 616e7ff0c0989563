import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../../../tests/any-text.ts";
import { rounds } from "../../../tests/rounds.ts";
import { decodeBase32, encodeBase32 } from "./index.ts";

const runs = { numRuns: rounds(500, 20_000) };
const anyBytes = fc.uint8Array({ maxLength: 200 });

describe("Base32", () => {
  it("reads back what it wrote, and writes only its alphabet", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const text = encodeBase32(bytes);
        expect(text).toMatch(/^[A-Z2-7]*$/);
        expect(text).toHaveLength(Math.ceil((bytes.length * 8) / 5));
        expect(decodeBase32(text)).toEqual(bytes);
      }),
      runs,
    );
  });

  it("reads the same bytes whatever the case, the groups and the padding", () => {
    const separator = fc.constantFrom("", "", "", " ", "-", "\t", "\n", "\u00a0");
    const spelling = fc.record({
      bytes: fc.uint8Array({ minLength: 1, maxLength: 60 }),
      separators: fc.array(separator, { minLength: 100, maxLength: 100 }),
      lowerCase: fc.array(fc.boolean(), { minLength: 100, maxLength: 100 }),
      padding: fc.nat(8),
    });
    fc.assert(
      fc.property(spelling, ({ bytes, separators, lowerCase, padding }) => {
        const symbols = Array.from(encodeBase32(bytes), (symbol, index) =>
          (lowerCase[index] ? symbol.toLowerCase() : symbol).concat(separators[index] ?? ""),
        );
        expect(decodeBase32(symbols.join("") + "=".repeat(padding))).toEqual(bytes);
      }),
      runs,
    );
  });

  it("answers any text with bytes that write back as the same symbols, or with undefined", () => {
    const text = fc.oneof(
      anyText(60),
      fc.string({ unit: fc.constantFrom(...Array.from("ABab2701 -=!ſı")), maxLength: 60 }),
    );
    fc.assert(
      fc.property(text, (candidate) => {
        const bytes = decodeBase32(candidate);
        if (bytes === undefined) return;
        const symbols = candidate.replace(/[\s=-]/g, "").toUpperCase();
        const wholeBytes = encodeBase32(bytes).slice(0, Math.floor((bytes.length * 8) / 5));
        expect(symbols.startsWith(wholeBytes)).toBe(true);
      }),
      runs,
    );
  });
});

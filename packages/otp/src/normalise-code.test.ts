import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../../../tests/any-text.ts";
import { rounds } from "../../../tests/rounds.ts";
import { normaliseCode } from "./index.ts";

describe("normaliseCode", () => {
  it.each([
    ["123456", "as it is"],
    ["123 456", "a space"],
    [" 123456\t\n", "blanks around"],
    ["123\u00a0456", "a no-break space"],
    ["123\u202f456", "a narrow no-break space"],
    ["123\u3000456", "an ideographic space"],
    ["123-456", "a hyphen"],
    ["123\u2011456", "a no-break hyphen"],
    ["123–456", "an en dash"],
    ["123—456", "an em dash"],
    ["123\u2212456", "a minus sign"],
    ["\u200b123\u200d456\ufeff", "characters without width"],
    ["\u2066123456\u2069", "direction marks"],
    ["12\u00ad3456", "a soft hyphen"],
    ["１２３４５６", "full-width digits"],
    ["１２３－４５６", "a full-width hyphen"],
    ["١٢٣٤٥٦", "Arabic-Indic digits"],
    ["۱۲۳۴۵۶", "extended Arabic-Indic digits"],
    ["१२३४५६", "Devanagari digits"],
    ["𝟙𝟚𝟛𝟒𝟓𝟔", "mathematical digits"],
    ["1２٣४ 5–𝟞", "everything at once"],
  ])("C2: %j becomes 123456 (%s)", (text) => {
    expect(normaliseCode(text)).toBe("123456");
  });

  it.each([
    ["123.456", "123.456"],
    ["12345a", "12345a"],
    ["½23456", "½23456"],
    ["²23456", "²23456"],
    ["Ⅷ", "Ⅷ"],
    ["一二三", "一二三"],
    ["+123456", "+123456"],
    ["123_456", "123_456"],
    ["\ud800", "\ud800"],
    ["\u0000123", "\u0000123"],
    ["", ""],
  ])("leaves what is no digit in place: %j becomes %j", (text, expected) => {
    expect(normaliseCode(text)).toBe(expected);
  });

  it("keeps leading zeros", () => {
    expect(normaliseCode("٠٠٠ ٠٠٧")).toBe("000007");
  });

  it("knows every decimal digit that Unicode has, and gives each ten the values 0 to 9", () => {
    const digits: string[] = [];
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
      const character = String.fromCodePoint(codePoint);
      if (/^\p{Nd}$/u.test(character)) digits.push(character);
    }
    expect(digits.length).toBeGreaterThan(600);
    expect(normaliseCode(digits.join(""))).toBe("0123456789".repeat(digits.length / 10));
  });

  it("changes nothing the second time, and lengthens nothing", () => {
    fc.assert(
      fc.property(anyText(40), (text) => {
        const once = normaliseCode(text);
        expect(normaliseCode(once)).toBe(once);
        expect(once.length).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: rounds(500, 20_000) },
    );
  });
});

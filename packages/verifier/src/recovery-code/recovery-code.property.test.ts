import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rounds } from "../../../../tests/rounds.ts";
import { formatRecoveryCode, parseRecoveryCode } from "./recovery-code.ts";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".split("");
const STRAY_SIGNS = "oOiIlLuU89-– \0é".split("");
const numRuns = rounds(500, 20_000);

const code = fc.record({
  slot: fc.integer({ min: 1, max: 8 }),
  symbols: fc
    .array(fc.constantFrom(...ALPHABET), { minLength: 16, maxLength: 16 })
    .map((symbols) => symbols.join("")),
});

/** How people may write each sign of a code, the slot's digit included. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  "0": ["0", "O", "o", "０", "Ｏ"],
  "1": ["1", "I", "i", "L", "l", "１", "ｌ"],
};
const BETWEEN = ["", "", "", "", " ", "-", "–", "—", "\u2212", "\u00a0", "\t"];

const spelt = code.chain((written) =>
  fc
    .tuple(
      ...Array.from(`${written.slot}${written.symbols}`, (sign) =>
        fc.tuple(
          fc.constantFrom(...(SPELLINGS[sign] ?? [sign, sign.toLowerCase()])),
          fc.constantFrom(...BETWEEN),
        ),
      ),
    )
    .map((signs) => ({ written, text: signs.map((pair) => pair.join("")).join("") })),
);

describe("reading a recovery code", () => {
  it("R-029: undoes writing it", () => {
    fc.assert(
      fc.property(code, (written) => {
        expect(parseRecoveryCode(formatRecoveryCode(written))).toEqual(written);
      }),
      { numRuns },
    );
  });

  it("R-029: sees through every spelling", () => {
    fc.assert(
      fc.property(spelt, ({ written, text }) => {
        expect(parseRecoveryCode(text)).toEqual(written);
      }),
      { numRuns },
    );
  });

  it("R-029: takes no text that is not a slot and 16 symbols once it is tidied", () => {
    const nearly = fc.string({
      unit: fc.constantFrom(...ALPHABET, ...STRAY_SIGNS),
      minLength: 15,
      maxLength: 20,
    });
    const anything = fc.string({ maxLength: 80 });
    fc.assert(
      fc.property(fc.oneof(nearly, anything), (text) => {
        const tidy = text.toUpperCase().replace(/[-– ]/g, "").replaceAll("O", "0");
        const isCode = /^[1-9IL][0-9A-HJKMNP-TV-ZIL]{16}$/.test(tidy);
        if (!isCode) expect(parseRecoveryCode(text)).toBeUndefined();
        else expect(parseRecoveryCode(text)?.symbols).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
      }),
      { numRuns },
    );
  });

  it("R-029: takes no code with anything added, left out or out of place", () => {
    const damage = fc.oneof(
      fc.record({ at: fc.nat({ max: 16 }), text: fc.constantFrom("A", "7", "U", "*", "\0", "é") }),
      fc.record({ at: fc.nat({ max: 16 }), text: fc.constant("") }),
    );
    fc.assert(
      fc.property(code, damage, ({ slot, symbols }, { at, text }) => {
        const whole = `${slot}${symbols}`;
        const cut = text === "" ? at + 1 : at;
        expect(parseRecoveryCode(whole.slice(0, at) + text + whole.slice(cut))).toBeUndefined();
      }),
      { numRuns },
    );
  });

  it("R-029: looks at no text longer than 64 characters, whatever it holds", () => {
    fc.assert(
      fc.property(code, fc.integer({ min: 65, max: 5000 }), (written, length) => {
        const padded = formatRecoveryCode(written).padEnd(length, " ");
        expect(parseRecoveryCode(padded)).toBeUndefined();
        expect(parseRecoveryCode(padded.slice(0, 64))).toEqual(written);
      }),
      { numRuns },
    );
  });
});

import { chiSquare, SeededRandom } from "@twinlatch/testkit";
import { describe, expect, it } from "vitest";
import { formatRecoveryCode, newRecoveryCode, parseRecoveryCode } from "./recovery-code.ts";

const CODE = { slot: 3, symbols: "K7QF2MXA9T4WPZ8C" };
const SHOWN = "3-K7QF-2MXA-9T4W-PZ8C";

describe("recovery codes as text", () => {
  it("R-025: 1,000 sets decode to 80 bits each, without duplicates or I, L, O, U", () => {
    const random = new SeededRandom("recovery codes");
    const seen = new Set<string>();
    for (let set = 0; set < 1000; set += 1) {
      for (let slot = 1; slot <= 8; slot += 1) {
        const code = newRecoveryCode(random, slot);
        expect(code.symbols).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
        seen.add(code.symbols);
      }
    }
    expect(seen.size).toBe(8000);
  });

  it("R-025: uses every symbol in every position about equally often", () => {
    const random = new SeededRandom("uniform");
    const counts = Array.from({ length: 16 }, () => new Map<string, number>());
    const rounds = 6400;
    for (let round = 0; round < rounds; round += 1) {
      for (const [position, symbol] of newRecoveryCode(random, 1).symbols.split("").entries()) {
        const count = counts[position]!;
        count.set(symbol, (count.get(symbol) ?? 0) + 1);
      }
    }
    for (const count of counts) {
      expect(count.size).toBe(32);
      // 31 degrees of freedom: 61.1 is p = 0.001; sixteen positions are looked at.
      expect(chiSquare([...count.values()])).toBeLessThan(70);
    }
  });

  it("writes the slot and four groups of four", () => {
    expect(formatRecoveryCode(CODE)).toBe(SHOWN);
  });

  it.each([
    SHOWN,
    SHOWN.toLowerCase(),
    "3K7QF2MXA9T4WPZ8C",
    "  3 k7qf 2mxa 9t4w pz8c ",
    "3–K7QF—2MXA‑9T4W−PZ8C",
    "３-Ｋ７ＱＦ-2MXA-9T4W-PZ8C",
  ])("R-029: reads %j as the same code", (text) => {
    expect(parseRecoveryCode(text)).toEqual(CODE);
  });

  it("R-029: takes O for 0, and I or L for 1", () => {
    expect(parseRecoveryCode("1-OIL0-1111-0000-oilO")).toEqual({
      slot: 1,
      symbols: "0110111100000110",
    });
  });

  it.each([
    ["", "empty"],
    ["K7QF-2MXA-9T4W-PZ8C", "no slot"],
    ["0-K7QF-2MXA-9T4W-PZ8C", "slot 0"],
    ["3-K7QF-2MXA-9T4W-PZ8", "too short"],
    [`${SHOWN}K`, "too long"],
    ["3-K7QF-2MXA-9T4W-PZ8U", "a letter outside the alphabet"],
    ["3-K7QF-2MXA-9T4W-PZ8\u0000", "a control character"],
    [SHOWN + " ".repeat(64), "over 64 characters"],
  ])("R-029: refuses %j: %s", (text) => {
    expect(parseRecoveryCode(text)).toBeUndefined();
  });
});

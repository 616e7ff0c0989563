import { hexToBytes } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";
import { nobleHmac } from "../../../tests/runtimes/noble-hmac.ts";
import vectors from "../../../vectors/steam/steam-guard.json" with { type: "json" };
import { generateSteamCode, STEAM_ALPHABET, verifySteamCode } from "./index.ts";

describe("Steam Guard", () => {
  it("knows 26 distinct symbols, none of them a vowel or a look-alike", () => {
    expect(new Set(STEAM_ALPHABET.symbols).size).toBe(26);
    expect(STEAM_ALPHABET.symbols).not.toMatch(/[AEIOU01LSZ]/);
  });

  it.each(vectors.valid)("gives $code at $unixSeconds, and accepts it", (vector) => {
    const { code, step } = vector;
    const input = { secret: hexToBytes(vector.secretHex), nowMillis: vector.unixSeconds * 1000 };
    expect(generateSteamCode(nobleHmac, input)).toBe(code);
    expect(verifySteamCode(nobleHmac, { ...input, code, window: { past: 0, future: 0 } })).toEqual({
      step,
    });
  });

  it.each(vectors.invalid)("refuses $code: $why", (vector) => {
    const input = { secret: hexToBytes(vector.secretHex), nowMillis: vector.unixSeconds * 1000 };
    expect(verifySteamCode(nobleHmac, { ...input, code: vector.code })).toBeUndefined();
  });

  it("R-013: accepts one step on each side and no more", () => {
    const secret = hexToBytes(vectors.valid[0]?.secretHex ?? "");
    const steps = [-2, -1, 0, 1, 2].map((offset) => {
      const code = generateSteamCode(nobleHmac, { secret, nowMillis: (100 + offset) * 30_000 });
      return verifySteamCode(nobleHmac, { secret, code, nowMillis: 3_000_000 })?.step;
    });
    expect(steps).toEqual([undefined, 99, 100, 101, undefined]);
  });
});

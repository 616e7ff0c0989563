import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";
import vectors from "../../../vectors/base32/rfc4648.json" with { type: "json" };
import { decodeBase32, encodeBase32 } from "./index.ts";

const hexOf = (bytes: Uint8Array | undefined) => bytes && bytesToHex(bytes);

describe("Base32", () => {
  it.each(vectors.valid)("writes $bytesHex as $encoded", ({ bytesHex, encoded }) => {
    expect(encodeBase32(hexToBytes(bytesHex))).toBe(encoded);
  });

  it.each(vectors.valid)("reads every spelling of $encoded", ({ bytesHex, encoded, decode }) => {
    for (const text of [encoded, ...decode]) expect(hexOf(decodeBase32(text))).toBe(bytesHex);
  });

  it.each(vectors.invalid)("refuses $text: $why", ({ text }) => {
    expect(decodeBase32(text)).toBeUndefined();
  });

  it("holds RFC 4648 §10 whole", () => {
    const texts = vectors.valid.filter(({ rfc }) => rfc).map(({ encoded }) => encoded);
    expect(texts).toEqual(["", "MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"]);
  });

  it("drops the bits left over, at every length that leaves some", () => {
    const lengths = [1, 2, 3, 4, 5, 6, 7, 8, 14, 17].map((symbols) => {
      const bytes = decodeBase32("7".repeat(symbols));
      return bytes && [bytes.length, bytes.every((byte) => byte === 0xff)];
    });
    expect(lengths).toEqual([
      undefined,
      [1, true],
      [1, true],
      [2, true],
      [3, true],
      [3, true],
      [4, true],
      [5, true],
      [8, true],
      [10, true],
    ]);
  });

  it("reads up to 4096 characters, separators included, and not one more", () => {
    expect(decodeBase32("A".repeat(4096))).toHaveLength(2560);
    expect(decodeBase32("A".repeat(4097))).toBeUndefined();
    expect(decodeBase32(`${"A".repeat(4090)}       `)).toBeUndefined();
  });

  it.each(["=", "A=", "A =", "A-", "AA=!"])("takes no quadratic time over %j repeated", (unit) => {
    const text = unit.repeat(Math.floor(4096 / unit.length));
    expect(decodeBase32(text)?.length ?? 0).toBeLessThan(2561);
    expect(decodeBase32(unit.repeat(1_000_000))).toBeUndefined();
  });
});

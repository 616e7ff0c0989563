import { createSecretKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { KeyRing } from "./key-ring.ts";
import { NodeRandom } from "./node-random.ts";
import { NodeTokenHash } from "./node-token-hash.ts";

const k1 = Uint8Array.from({ length: 32 }, (_, i) => i);
const k2 = new NodeRandom().bytes(32);
const tokenHash = new NodeTokenHash(
  new KeyRing("k1", new Map([["k1", k1]])).deriveCurrentSubKey("keyedHash"),
);

describe("NodeTokenHash", () => {
  it("digests by SHA-256 (FIPS 180-4, example of one block), as base64url", () => {
    const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(tokenHash.digest("abc")).toBe(Buffer.from(abc, "hex").toString("base64url"));
  });

  it("digests without a key: every process and every ring agree", () => {
    const other = new NodeTokenHash(createSecretKey(k2));
    expect(other.digest("twl_session_x")).toBe(tokenHash.digest("twl_session_x"));
  });

  it("keys by HMAC-SHA-256 of purpose and text, so that another program can find a value", () => {
    expect(tokenHash.keyed("sign_up_code", "123456")).toBe(
      "Q4Qqw3vz0OguUAEPmiNGw0g-MyvDvP89J_7S6f3c0zI",
    );
  });

  it("R-027: gives unrelated values for other purposes, texts, boundaries and keys", () => {
    const other = new NodeTokenHash(createSecretKey(k2));
    const values = [
      tokenHash.keyed("code", "123456"),
      tokenHash.keyed("email", "123456"),
      tokenHash.keyed("code", "123457"),
      tokenHash.keyed("code1", "23456"),
      tokenHash.keyed("", "code123456"),
      tokenHash.digest("123456"),
      other.keyed("code", "123456"),
    ];
    expect(new Set(values).size).toBe(values.length);
    expect(values.every((value) => /^[\w-]{43}$/.test(value))).toBe(true);
    expect(tokenHash.keyed("code", "123456")).toBe(values[0]);
  });
});

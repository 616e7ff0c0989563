import { createHmac } from "node:crypto";
import { generateHotp, generateTotp, type OtpAlgorithm, verifyTotp } from "@twinlatch/otp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rounds } from "../../../tests/rounds.ts";
import hotpVectors from "../../../vectors/hotp/rfc4226.json" with { type: "json" };
import totpVectors from "../../../vectors/totp/rfc6238.json" with { type: "json" };
import { nodeHmac } from "./hmac.ts";

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const counterMessage = fc.uint8Array({ minLength: 8, maxLength: 8 });
const nodeMac = (algorithm: OtpAlgorithm, key: Uint8Array, message: Uint8Array) =>
  createHmac(algorithm, key).update(message).digest("hex");

describe("nodeHmac", () => {
  it.each(hotpVectors.valid)(
    "R-009: makes RFC 4226's MAC and code of counter $counter",
    (vector) => {
      const secret = bytesOf(hotpVectors.secretHex);
      const message = new Uint8Array([0, 0, 0, 0, 0, 0, 0, vector.counter]);
      expect(hexOf(nodeHmac("SHA1", secret)(message))).toBe(vector.macHex);
      expect(generateHotp(nodeHmac, { secret, counter: vector.counter })).toBe(vector.code);
    },
  );

  it.each(totpVectors.valid)(
    "R-009: makes RFC 6238's $algorithm code at $unixSeconds",
    (vector) => {
      const { digits, periodSeconds } = totpVectors;
      const input = {
        secret: bytesOf(vector.secretHex),
        algorithm: vector.algorithm as OtpAlgorithm,
        nowMillis: vector.unixSeconds * 1000,
        digits,
        periodSeconds,
      };
      expect(generateTotp(nodeHmac, input)).toBe(vector.code);
      expect(verifyTotp(nodeHmac, { ...input, code: vector.code })).toEqual({ step: vector.step });
    },
  );

  it("equals Node's createHmac for keys and messages of every length", () => {
    const algorithm = fc.constantFrom<OtpAlgorithm>("SHA1", "SHA256", "SHA512");
    const key = fc.uint8Array({ maxLength: 300 });
    const messages = fc.array(fc.oneof(fc.uint8Array({ maxLength: 200 }), counterMessage), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(algorithm, key, messages, (name, keyBytes, texts) => {
        const macOf = nodeHmac(name, keyBytes);
        const macs = texts.map((text) => hexOf(macOf(text)));
        expect(macs).toEqual(texts.map((text) => nodeMac(name, keyBytes, text)));
      }),
      { numRuns: rounds(300, 20_000) },
    );
  });

  it.each(["SHA1", "SHA256", "SHA512"] as const)("%s hashes only keys beyond a block", (name) => {
    for (const length of [0, 1, 63, 64, 65, 127, 128, 129]) {
      const key = new Uint8Array(length).fill(7);
      const message = new Uint8Array(8).fill(1);
      expect(hexOf(nodeHmac(name, key)(message))).toBe(nodeMac(name, key, message));
    }
  });

  it("keeps no hold of its arguments and hands out a MAC of its own each time", () => {
    const key = new Uint8Array(20).fill(1);
    const message = new Uint8Array(8).fill(2);
    const expected = nodeMac("SHA1", key, message);
    const macOf = nodeHmac("SHA1", key);
    const otherMacOf = nodeHmac("SHA1", new Uint8Array(20).fill(9));
    const first = macOf(message);
    key.fill(0);
    otherMacOf(message);
    message.fill(3);
    macOf(message);
    expect(hexOf(first)).toBe(expected);
    expect(hexOf(macOf(new Uint8Array(8).fill(2)))).toBe(expected);
  });
});

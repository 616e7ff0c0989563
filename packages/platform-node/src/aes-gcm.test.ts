import { createSecretKey, type KeyObject } from "node:crypto";
import { describe, expect, it } from "vitest";
import vectors from "../../../vectors/aes-gcm/wycheproof-256-96-128.json" with { type: "json" };
import { decryptAesGcm, encryptAesGcm } from "./aes-gcm.ts";

interface Inputs {
  key: KeyObject;
  nonce: Uint8Array;
  associatedData: Uint8Array;
  plaintext: Uint8Array;
  sealed: Uint8Array;
}

function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, "hex"));
}

function readInputs(test: (typeof vectors.tests)[number]): Inputs {
  return {
    key: createSecretKey(fromHex(test.key)),
    nonce: fromHex(test.iv),
    associatedData: fromHex(test.aad),
    plaintext: fromHex(test.msg),
    sealed: fromHex(test.ct + test.tag),
  };
}

describe("R-076: AES-256-GCM with 96-bit nonces and 128-bit tags", () => {
  it("has all 66 Wycheproof tests, some valid, some invalid, none in between", () => {
    const results = vectors.tests.map((test) => test.result);
    expect(results).toHaveLength(66);
    expect(new Set(results)).toEqual(new Set(["valid", "invalid"]));
  });

  for (const test of vectors.tests) {
    it(`Wycheproof ${test.tcId} is ${test.result}: ${test.comment || test.flags.join()}`, () => {
      const { key, nonce, associatedData, plaintext, sealed } = readInputs(test);
      const opened = decryptAesGcm(key, nonce, sealed, associatedData);
      const made = encryptAesGcm(key, nonce, plaintext, associatedData);
      const isValid = test.result === "valid";
      expect(opened).toStrictEqual(isValid ? plaintext : undefined);
      expect(Buffer.from(made).equals(sealed)).toBe(isValid);
    });
  }

  it("refuses what is shorter than a tag", () => {
    const key = createSecretKey(new Uint8Array(32));
    const opened = decryptAesGcm(key, new Uint8Array(12), new Uint8Array(15), new Uint8Array(0));
    expect(opened).toBeUndefined();
  });
});

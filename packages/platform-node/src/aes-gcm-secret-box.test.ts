import { type SecretPlace, SecretUnreadableError } from "@twinlatch/verifier";
import { describe, expect, it } from "vitest";
import { rounds } from "../../../tests/rounds.ts";
import { AesGcmSecretBox } from "./aes-gcm-secret-box.ts";
import { KeyRing } from "./key-ring.ts";
import { NodeRandom } from "./node-random.ts";

const random = new NodeRandom();
const k1 = random.bytes(32);
const k2 = random.bytes(32);
const place: SecretPlace = {
  projectId: "prj_1",
  subjectId: "acc_1",
  record: "totp/fac_1",
  field: "secret",
};
const secret = new TextEncoder().encode("JBSWY3DPEHPK3PXP");

function boxOf(currentId: string, keys: Record<string, Uint8Array>): AesGcmSecretBox {
  return new AesGcmSecretBox(new KeyRing(currentId, new Map(Object.entries(keys))), random);
}

const box = boxOf("k1", { k1 });

describe("R-076: sealed secrets", () => {
  it("R-076: opens what it sealed, the empty secret too", () => {
    expect(box.open(box.seal(secret, place), place)).toStrictEqual(secret);
    expect(box.open(box.seal(new Uint8Array(0), place), place)).toStrictEqual(new Uint8Array(0));
  });

  it("R-076: lays out version, key id, nonce, ciphertext and tag", () => {
    const sealed = boxOf("key-2026", { "key-2026": k1 }).seal(secret, place);
    expect([...sealed.subarray(0, 2)]).toEqual([0x01, 8]);
    expect(Buffer.from(sealed.subarray(2, 10)).toString()).toBe("key-2026");
    expect(sealed).toHaveLength(2 + 8 + 12 + secret.length + 16);
    expect(Buffer.from(sealed).includes(Buffer.from(secret))).toBe(false);
  });

  it("R-076: refuses a value of which any one bit was flipped", () => {
    const sealed = box.seal(secret, place);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Uint8Array.from(sealed);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => box.open(flipped, place), `bit ${bit}`).toThrow(SecretUnreadableError);
    }
  });

  it("R-076: refuses a value cut or lengthened anywhere", () => {
    const sealed = box.seal(secret, place);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => box.open(sealed.subarray(0, length), place)).toThrow(SecretUnreadableError);
      expect(() => box.open(sealed.subarray(sealed.length - length), place)).toThrow(
        SecretUnreadableError,
      );
    }
    expect(() => box.open(Uint8Array.of(...sealed, 0), place)).toThrow(SecretUnreadableError);
  });

  it.each([
    ["project", { ...place, projectId: "prj_2" }],
    ["subject", { ...place, subjectId: "acc_2" }],
    ["record", { ...place, record: "totp/fac_2" }],
    ["field", { ...place, field: "label" }],
    ["boundary between names", { ...place, projectId: "prj_1a", subjectId: "cc_1" }],
    ["empty name", { ...place, record: "", field: "totp/fac_1secret" }],
  ])("R-076: does not open under another %s", (_name, elsewhere) => {
    const sealed = box.seal(secret, place);
    expect(() => box.open(sealed, elsewhere)).toThrow(SecretUnreadableError);
    expect(() => box.open(box.seal(secret, elsewhere), place)).toThrow(SecretUnreadableError);
  });

  it("R-076: opens old values under the old key and seals new ones under the current", () => {
    const old = box.seal(secret, place);
    const rotated = boxOf("k2", { k1, k2 });
    expect(rotated.open(old, place)).toStrictEqual(secret);
    expect(Buffer.from(rotated.seal(secret, place).subarray(2, 4)).toString()).toBe("k2");
    expect(() => boxOf("k2", { k2 }).open(old, place)).toThrow(SecretUnreadableError);
  });

  it("R-078: seals under the key that is named, current or not, and under no other", () => {
    const rotated = boxOf("k2", { k1, k2 });
    expect(rotated.readRing()).toEqual({ currentId: "k2", ids: ["k1", "k2"] });
    for (const id of ["k1", "k2"]) {
      const sealed = rotated.sealUnder(id, secret, place);
      expect(sealed.subarray(0, 4)).toStrictEqual(rotated.prefixOf(id));
      expect(rotated.box.open(sealed, place)).toStrictEqual(secret);
    }
    expect(() => rotated.sealUnder("k3", secret, place)).toThrow('The ring has no key "k3"');
  });

  it("R-076: binds the key id, not only the key: one key under two ids does not mix", () => {
    const sealed = boxOf("k1", { k1 }).seal(secret, place);
    const renamed = Uint8Array.from(sealed);
    renamed[3] = "2".charCodeAt(0);
    expect(() => boxOf("k2", { k2: k1 }).open(renamed, place)).toThrow(SecretUnreadableError);
  });

  it("R-083: says nothing about the secret or the key when it fails", () => {
    const sealed = box.seal(secret, place);
    sealed[sealed.length - 1]! ^= 1;
    expect(() => box.open(sealed, place)).toThrow(
      expect.objectContaining({
        code: "secret_unreadable",
        message: "A sealed secret does not open where it stands",
      }),
    );
  });

  it("R-076: never uses a nonce twice", { timeout: 120_000 }, () => {
    const count = rounds(20_000, 1_000_000);
    const nonces = new Set<string>();
    for (let i = 0; i < count; i += 1) {
      nonces.add(Buffer.from(box.seal(secret, place).subarray(4, 16)).toString("latin1"));
    }
    expect(nonces.size).toBe(count);
  });
});

import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import type { AuditSigner, SignatureVerdict } from "@twinlatch/verifier";
import type { KeyRing, KeyRingSource } from "./key-ring.ts";

/** PKCS #8 of an Ed25519 key up to its seed (RFC 8410 §7). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * Signs heads of the audit trail with Ed25519 (RFC 8032). The seed of each key is derived from the key of
 * the same id in the ring; its public half can leave the host, so that whoever keeps exported heads
 * verifies them without being able to make one.
 */
export class Ed25519AuditSigner implements AuditSigner {
  readonly #source: KeyRingSource;
  readonly #keysByRing = new WeakMap<KeyRing, ReadonlyMap<string, KeyPair>>();

  constructor(source: KeyRingSource) {
    this.#source = source;
  }

  get currentKeyId(): string {
    return this.#source.refresh().currentId;
  }

  sign(text: string, keyId: string): string {
    const key = this.#find(keyId);
    if (key === undefined) throw new RangeError("The key is not in the ring");
    return sign(null, Buffer.from(text), key.privateKey).toString("base64url");
  }

  verify(keyId: string, text: string, signature: string): SignatureVerdict {
    const key = this.#find(keyId);
    if (key === undefined) return "unknown_key";
    const bytes = Buffer.from(signature, "base64url");
    return verify(null, Buffer.from(text), key.publicKey, bytes) ? "valid" : "invalid";
  }

  /** The public halves by the id of their key, as base64url of 32 bytes. */
  listPublicKeys(): Readonly<Record<string, string>> {
    const entries = [...this.#keysOf(this.#source.known)].map(([id, { publicKey }]) => {
      const { x = "" } = publicKey.export({ format: "jwk" });
      return [id, x] as const;
    });
    return Object.fromEntries(entries);
  }

  #find(keyId: string): KeyPair | undefined {
    return (
      this.#keysOf(this.#source.known).get(keyId) ?? this.#keysOf(this.#source.refresh()).get(keyId)
    );
  }

  #keysOf(ring: KeyRing): ReadonlyMap<string, KeyPair> {
    let keys = this.#keysByRing.get(ring);
    if (keys === undefined) {
      const seeds = [...ring.deriveSubKeys("auditHead")];
      keys = new Map(seeds.map(([id, seed]) => [id, makeKeyPair(seed)]));
      this.#keysByRing.set(ring, keys);
    }
    return keys;
  }
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

function makeKeyPair(seed: KeyObject): KeyPair {
  const der = Buffer.concat([PKCS8_PREFIX, seed.export()]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

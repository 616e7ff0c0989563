import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto";

/** Length of a key in a ring and of every sub-key. */
export const KEY_BYTES = 32;

/** What sub-keys are for. A new purpose gets a new label; a label never changes its meaning. */
export type KeyPurpose = keyof typeof LABELS;

const LABELS = {
  /** Secrets sealed in the database. */
  sealing: "twinlatch/1/sealing",
  /** What has to be recognised again and could be guessed: mailed codes, addresses. */
  keyedHash: "twinlatch/1/keyed-hash",
  /** Mixed into every password hash. */
  pepper: "twinlatch/1/pepper",
} as const;

/**
 * The installation's keys by id, one of them current: it makes new values, the others only read old
 * ones. The keys themselves never leave; purposes get sub-keys (HKDF-SHA-256, RFC 5869, no salt, the
 * purpose's label as info), so that no two algorithms ever share a key.
 *
 * Made by `readKeyRing`, which refuses what is unsafe.
 */
export class KeyRing {
  readonly currentId: string;
  readonly #keys: ReadonlyMap<string, KeyObject>;

  /** @throws RangeError when `keys` has no `currentId`, or a key is not 32 bytes long */
  constructor(currentId: string, keys: ReadonlyMap<string, Uint8Array>) {
    if (!keys.has(currentId)) throw new RangeError("The current key is not in the ring");
    for (const key of keys.values()) {
      if (key.length !== KEY_BYTES) throw new RangeError(`A key must have ${KEY_BYTES} bytes`);
    }
    this.currentId = currentId;
    this.#keys = new Map([...keys].map(([id, key]) => [id, createSecretKey(key)]));
  }

  /** The sub-keys of a purpose, 32 bytes each, by the id of the key that each comes from. */
  deriveSubKeys(purpose: KeyPurpose): ReadonlyMap<string, KeyObject> {
    const entries = [...this.#keys].map(([id, key]): [string, KeyObject] => {
      const bytes = hkdfSync("sha256", key, new Uint8Array(0), LABELS[purpose], KEY_BYTES);
      return [id, createSecretKey(new Uint8Array(bytes))];
    });
    return new Map(entries);
  }

  /** The sub-key that makes new values of a purpose. */
  deriveCurrentSubKey(purpose: KeyPurpose): KeyObject {
    const key = this.deriveSubKeys(purpose).get(this.currentId);
    if (key === undefined) throw new RangeError("The current key is not in the ring");
    return key;
  }
}

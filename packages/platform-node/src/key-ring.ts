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
  /** Mixed into password hashes; only the first, later ones are random and sealed in the database. */
  pepper: "twinlatch/1/pepper",
  /** Proves that a backup was made by whoever has the ring. */
  backup: "twinlatch/1/backup",
  /** Signs what the audit trail was at a moment. */
  auditHead: "twinlatch/1/audit-head",
} as const;

/** Where the ring comes from that is to be used now. */
export interface KeyRingSource {
  /** The ring as it was read last. */
  readonly known: KeyRing;
  /** The newest ring: read again when it changed. Never throws. */
  refresh(): KeyRing;
}

/**
 * The installation's keys by id, one of them current: it makes new values, the others only read old
 * ones. The keys themselves never leave; purposes get sub-keys (HKDF-SHA-256, RFC 5869, no salt, the
 * purpose's label as info), so that no two algorithms ever share a key.
 *
 * Made by `readKeyRing`, which refuses what is unsafe.
 */
export class KeyRing implements KeyRingSource {
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

  /** A ring that nobody changes is its own source. */
  get known(): KeyRing {
    return this;
  }

  get ids(): readonly string[] {
    return [...this.#keys.keys()];
  }

  refresh(): KeyRing {
    return this;
  }

  /** The ids that both rings have, with different keys. */
  findContradictions(other: KeyRing): readonly string[] {
    return this.ids.filter((id) => {
      const key = this.#keys.get(id);
      const theirs = other.#keys.get(id);
      return key !== undefined && theirs !== undefined && !key.equals(theirs);
    });
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

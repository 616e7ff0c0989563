import { AesGcmSecretBox, KeyRing, type KeyRingSource } from "@twinlatch/platform-node";
import type { KeyRingFile, SealingKeys } from "@twinlatch/verifier";
import { SeededRandom } from "./seeded-random.ts";

const KEY_BYTES = 32;

/** A key ring in memory that changes as its file does, and what seals under it. Begins with `k1`. */
export class TestKeyRing implements KeyRingFile, KeyRingSource {
  readonly #random: SeededRandom;
  readonly #keys = new Map<string, Uint8Array>();
  #ring: KeyRing;
  readonly sealingKeys: SealingKeys;

  constructor(seed = "ring") {
    this.#random = new SeededRandom(seed);
    this.#keys.set("k1", this.#random.bytes(KEY_BYTES));
    this.#ring = new KeyRing("k1", this.#keys);
    this.sealingKeys = new AesGcmSecretBox(this, this.#random);
  }

  get known(): KeyRing {
    return this.#ring;
  }

  refresh(): KeyRing {
    return this.#ring;
  }

  addCurrentKey(keyId: string): void {
    this.#keys.set(keyId, this.#random.bytes(KEY_BYTES));
    this.makeCurrent(keyId);
  }

  makeCurrent(keyId: string): void {
    this.#ring = new KeyRing(keyId, this.#keys);
  }

  /** Adds a random key; in the place of another of its id where there is one. */
  addKey(keyId: string): void {
    this.#keys.set(keyId, this.#random.bytes(KEY_BYTES));
    this.makeCurrent(this.#ring.currentId);
  }

  removeKey(keyId: string): void {
    this.#keys.delete(keyId);
    this.makeCurrent(this.#ring.currentId);
  }
}

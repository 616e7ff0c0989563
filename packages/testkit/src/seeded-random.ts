import { hash } from "node:crypto";
import type { Random } from "@twinlatch/verifier";

/** The same bytes for the same seed, in every run: SHA-256 of the seed and a counter. */
export class SeededRandom implements Random {
  readonly #seed: string;
  #counter = 0;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(seed: string) {
    this.#seed = seed;
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      if (this.#rest.length === 0) {
        this.#rest = hash("sha256", `${this.#seed} ${this.#counter}`, "buffer");
        this.#counter += 1;
      }
      const part = this.#rest.subarray(0, length - filled);
      bytes.set(part, filled);
      filled += part.length;
      this.#rest = this.#rest.subarray(part.length);
    }
    return bytes;
  }
}

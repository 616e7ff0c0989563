import { randomFillSync } from "node:crypto";
import type { Random } from "@twinlatch/verifier";

/** Asking the operating system costs the same for one byte as for some thousand. */
const POOL_BYTES = 4096;

/** The operating system's randomness. */
export class NodeRandom implements Random {
  readonly #pool = new Uint8Array(POOL_BYTES);
  #used = POOL_BYTES;

  bytes(length: number): Uint8Array {
    if (length > POOL_BYTES) return randomFillSync(new Uint8Array(length));
    if (this.#used + length > POOL_BYTES) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    // A copy, and nothing left behind: a key must neither lie beside strangers nor be found twice.
    const bytes = this.#pool.slice(this.#used, this.#used + length);
    this.#pool.fill(0, this.#used, this.#used + length);
    this.#used += length;
    return bytes;
  }
}

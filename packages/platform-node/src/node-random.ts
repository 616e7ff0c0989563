import { randomFillSync } from "node:crypto";
import type { Random } from "@twinlatch/verifier";

/** The operating system's randomness. */
export class NodeRandom implements Random {
  bytes(length: number): Uint8Array {
    // Not `randomBytes`: small Buffers share one pool, and a key must not lie beside strangers.
    return randomFillSync(new Uint8Array(length));
  }
}

import { createHmac, hash, type KeyObject } from "node:crypto";
import type { TokenHash } from "@twinlatch/verifier";
import { encodeFields } from "./encode-fields.ts";
import type { KeyRing } from "./key-ring.ts";

/**
 * SHA-256 for random tokens, HMAC-SHA-256 under the ring's current key for what can be guessed.
 * Keyed values made before a change of the current key match no more: they are for short-lived
 * things only.
 */
export class NodeTokenHash implements TokenHash {
  readonly #key: KeyObject;

  constructor(ring: KeyRing) {
    this.#key = ring.deriveCurrentSubKey("keyedHash");
  }

  digest(token: string): string {
    return hash("sha256", token, "base64url");
  }

  keyed(purpose: string, text: string): string {
    return createHmac("sha256", this.#key)
      .update(encodeFields([purpose, text]))
      .digest("base64url");
  }
}

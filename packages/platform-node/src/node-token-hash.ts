import { createHmac, hash, type KeyObject } from "node:crypto";
import type { TokenHash } from "@twinlatch/verifier";
import { encodeFields } from "./encode-fields.ts";

/** SHA-256 for random tokens, HMAC-SHA-256 under `key` for what can be guessed. */
export class NodeTokenHash implements TokenHash {
  readonly #key: KeyObject;

  /** `key` must stay the same while keyed values are looked for: it is no key of the ring itself. */
  constructor(key: KeyObject) {
    this.#key = key;
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

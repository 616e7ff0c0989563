import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import type { Hmac } from "@twinlatch/otp";

const hashes = { SHA1: sha1, SHA256: sha256, SHA512: sha512 };

/** HMAC in plain JavaScript, so that the same suites run in Node and in a browser. */
export const nobleHmac: Hmac = (algorithm, key) => {
  const keyed = hmac.create(hashes[algorithm], key);
  return (message) => keyed.clone().update(message).digest();
};

import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import type { Hmac } from "@twinlatch/otp";

const hashes = {
  SHA1: withScratch(sha1),
  SHA256: withScratch(sha256),
  SHA512: withScratch(sha512),
};

/**
 * HMAC of RFC 2104 §2 in plain JavaScript, for where there is no synchronous one:
 * H(K xor opad, H(K xor ipad, text)).
 *
 * Each hash runs in one scratch state and over one scratch block: in a browser, making a state, or
 * a view on an array that never had one, costs more than hashing two blocks. Sharing them is safe
 * because a call ends before the next one begins.
 */
export const nobleHmac: Hmac = (algorithm, key) => {
  const { hash, initial, state, block, digest } = hashes[algorithm];
  const blockKey = key.length > hash.blockLen ? hash(key) : key;
  const inner = padKey(blockKey, 0x36, hash.blockLen);
  const outer = padKey(blockKey, 0x5c, hash.blockLen);

  return (message) => {
    block.set(inner);
    initial._cloneInto(state).update(block).update(message).digestInto(digest);
    block.set(outer);
    initial._cloneInto(state).update(block).update(digest).digestInto(digest);
    return digest.slice();
  };
};

function withScratch<Hash extends typeof sha1 | typeof sha256 | typeof sha512>(hash: Hash) {
  return {
    hash,
    initial: hash.create(),
    state: hash.create(),
    block: new Uint8Array(hash.blockLen),
    digest: new Uint8Array(hash.outputLen),
  };
}

function padKey(key: Uint8Array, pad: number, blockBytes: number): Uint8Array {
  const padded = new Uint8Array(blockBytes).fill(pad);
  for (let index = 0; index < key.length; index += 1) padded[index] = (key[index] ?? 0) ^ pad;
  return padded;
}

import { hash } from "node:crypto";
import type { Hmac, OtpAlgorithm } from "@twinlatch/otp";

interface HashFacts {
  readonly nodeName: string;
  readonly blockBytes: number;
  readonly digestBytes: number;
}

/** FIPS 180-4 §1: block and digest sizes, in bytes. */
const hashFacts: Readonly<Record<OtpAlgorithm, HashFacts>> = {
  SHA1: { nodeName: "sha1", blockBytes: 64, digestBytes: 20 },
  SHA256: { nodeName: "sha256", blockBytes: 64, digestBytes: 32 },
  SHA512: { nodeName: "sha512", blockBytes: 128, digestBytes: 64 },
};

const COUNTER_BYTES = 8;

/**
 * HMAC of RFC 2104 §2 over Node's one-shot `crypto.hash`: H(K xor opad, H(K xor ipad, text)).
 *
 * Two one-shot hashes cost less than one `createHmac`, which builds a key object and a stream for
 * every code (bench/totp.ts has the figures); the padded keys are made once and serve every step of
 * a verification window.
 */
export const nodeHmac: Hmac = (algorithm, key) => {
  const { nodeName, blockBytes, digestBytes } = hashFacts[algorithm];
  // RFC 2104 §3: a key longer than a block is hashed first.
  const blockKey = key.length > blockBytes ? digestOf(nodeName, key, digestBytes) : key;
  const paddedKeys = new ArrayBuffer(blockBytes + COUNTER_BYTES + blockBytes + digestBytes);
  const inner = new Uint8Array(paddedKeys, 0, blockBytes + COUNTER_BYTES).fill(0x36, 0, blockBytes);
  const outer = new Uint8Array(paddedKeys, inner.length).fill(0x5c, 0, blockBytes);
  for (let index = 0; index < blockKey.length; index += 1) {
    inner[index] = (blockKey[index] ?? 0) ^ 0x36;
    outer[index] = (blockKey[index] ?? 0) ^ 0x5c;
  }

  return (message) => {
    const isCounter = message.length === COUNTER_BYTES;
    const text = isCounter ? inner : withRoom(inner.subarray(0, blockBytes), message.length);
    text.set(message, blockBytes);
    writeDigest(nodeName, text, outer, blockBytes);
    return digestOf(nodeName, outer, digestBytes);
  };
};

function withRoom(bytes: Uint8Array, roomBytes: number): Uint8Array {
  const longer = new Uint8Array(bytes.length + roomBytes);
  longer.set(bytes);
  return longer;
}

function digestOf(nodeName: string, input: Uint8Array, digestBytes: number): Uint8Array {
  const digest = new Uint8Array(digestBytes);
  writeDigest(nodeName, input, digest, 0);
  return digest;
}

/** Writes the hash of `input` into `target` from `offset` on. */
function writeDigest(
  nodeName: string,
  input: Uint8Array,
  target: Uint8Array,
  offset: number,
): void {
  // NOTE: a Buffer result costs more than the hash itself; a "binary" (Latin-1) string carries the same bytes.
  const digest = hash(nodeName, input, "binary");
  for (let index = 0; index < digest.length; index += 1) {
    target[offset + index] = digest.charCodeAt(index);
  }
}

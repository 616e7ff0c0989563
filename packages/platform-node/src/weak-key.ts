/** Random keys of 32 bytes have about 30 different ones; fewer than 16 come up once in 10^10. */
const MIN_DISTINCT_BYTES = 16;

type Weakness = readonly [finding: string, applies: (key: Uint8Array) => boolean];

const WEAKNESSES: readonly Weakness[] = [
  ["all bytes are equal", (key) => isProgression(key) && key[0] === key[1]],
  ["its bytes count up or down", isProgression],
  ["it is readable text, not random bytes", (key) => key.every((b) => b >= 0x20 && b < 0x7f)],
  ["it repeats itself", (key) => repeats(key)],
  ["it has too few different bytes", (key) => new Set(key).size < MIN_DISTINCT_BYTES],
];

/**
 * Says what is wrong with a key of 32 bytes that cannot have come from a random source: a default, a
 * placeholder, a passphrase. Undefined when nothing is found; that proves no randomness.
 */
export function findKeyWeakness(key: Uint8Array): string | undefined {
  return WEAKNESSES.find(([, applies]) => applies(key))?.[0];
}

function isProgression(key: Uint8Array): boolean {
  const step = ((key[1] ?? 0) - (key[0] ?? 0)) & 0xff;
  return key.every((byte, i) => i === 0 || ((byte - (key[i - 1] ?? 0)) & 0xff) === step);
}

function repeats(key: Uint8Array): boolean {
  const half = key.length / 2;
  return key.subarray(0, half).every((byte, i) => byte === key[half + i]);
}

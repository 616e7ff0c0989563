import { type CodeAlphabet, DECIMAL_ALPHABET, writeCode } from "./code-alphabet.ts";
import type { Hmac, OtpAlgorithm } from "./hmac.ts";
import { type IntegerRange, OtpError, requireInteger } from "./otp-error.ts";

/** RFC 4226 §5.3 asks for 6 at least; Steam uses 5. Ten digits hold the whole 31-bit value. */
export const DIGITS_RANGE: IntegerRange<"digits_range"> = {
  name: "digits",
  code: "digits_range",
  minimum: 5,
  maximum: 10,
};

const MAX_COUNTER = 2n ** 64n - 1n;
const TWO_TO_32 = 2 ** 32;

/** What a counter-based code is made from. */
export interface HotpInput {
  /** The shared secret: at least one byte; RFC 4226 §4 asks for 16, recommends 20. */
  readonly secret: Uint8Array;
  /** The moving factor: a safe integer, or a bigint below 2^64. */
  readonly counter: number | bigint;
  readonly algorithm?: OtpAlgorithm;
  /** Symbols in the code, 5 to 10; default 6. */
  readonly digits?: number;
  /** How the value is written; default ASCII digits. */
  readonly alphabet?: CodeAlphabet;
}

/**
 * The HOTP code of RFC 4226 §5.3 for one counter value, leading zeros included. `algorithm`
 * defaults to SHA1, the only one of RFC 4226; the others are those of RFC 6238 §1.2.
 *
 * Throws {@link OtpError} with `secret_length`, `counter_range` or `digits_range`.
 *
 * @example
 * const secret = new TextEncoder().encode("12345678901234567890");
 * generateHotp(hmac, { secret, counter: 0 }); // "755224"
 */
export function generateHotp(hmac: Hmac, input: HotpInput): string {
  const { secret, counter, algorithm = "SHA1", digits = 6, alphabet = DECIMAL_ALPHABET } = input;
  requireSecret(secret);
  requireInteger(DIGITS_RANGE, digits);
  const message = new Uint8Array(8);
  writeCounter(message, counter);
  return writeCode(alphabet, truncate(hmac(algorithm, secret)(message)), digits);
}

/** An empty key would make codes that anyone can compute, so it is refused before any HMAC. */
export function requireSecret(secret: Uint8Array): void {
  if (secret.length === 0) throw new OtpError("secret_length", "secret must not be empty");
}

/** Writes the counter as the 8-byte big-endian message of RFC 4226 §5.1 into `message`. */
export function writeCounter(message: Uint8Array, counter: number | bigint): void {
  let high: number;
  let low: number;
  if (typeof counter === "bigint") {
    if (counter < 0n || counter > MAX_COUNTER) throw counterError();
    high = Number(counter >> 32n);
    low = Number(counter & 0xffff_ffffn);
  } else {
    if (!Number.isSafeInteger(counter) || counter < 0) throw counterError();
    high = Math.floor(counter / TWO_TO_32);
    low = counter % TWO_TO_32;
  }
  for (let index = 3; index >= 0; index -= 1) {
    message[index] = high;
    message[index + 4] = low;
    high >>>= 8;
    low >>>= 8;
  }
}

/** Dynamic truncation, RFC 4226 §5.3: 31 bits at the offset that the MAC's last nibble names. */
export function truncate(mac: Uint8Array): number {
  // NOTE: the offset is at most 15 and four bytes are read, so 20 bytes always suffice; a shorter
  // MAC would silently read zeros, and codes made of zeros can be guessed.
  if (mac.length < 20) throw new OtpError("mac_length", "HMAC must return at least 20 bytes");
  const offset = byteAt(mac, mac.length - 1) & 0x0f;
  return (
    ((byteAt(mac, offset) & 0x7f) << 24) |
    (byteAt(mac, offset + 1) << 16) |
    (byteAt(mac, offset + 2) << 8) |
    byteAt(mac, offset + 3)
  );
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

function counterError(): OtpError {
  return new OtpError("counter_range", "counter must be an integer from 0 to 2^64 - 1");
}

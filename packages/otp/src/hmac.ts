/**
 * Hash functions that RFC 6238 §1.2 allows under HMAC. SHA-1 is what every authenticator app
 * understands; its collisions do not weaken HMAC (RFC 4226 §B.1).
 */
export const OTP_ALGORITHMS = ["SHA1", "SHA256", "SHA512"] as const;

export type OtpAlgorithm = (typeof OTP_ALGORITHMS)[number];

/**
 * The port through which this package reaches a hash function: HMAC as in RFC 2104, in two steps,
 * so that one key prepared once serves every step of a verification window.
 *
 * `algorithm` chooses the hash; `key` is the shared secret, of any length, and is read before the
 * first step returns. The function returned takes a message of any length and gives the whole MAC
 * (20, 32 or 64 bytes). Implementations must not keep a reference to either argument, since callers
 * overwrite their buffers, and must be synchronous: code generation has no other place to wait.
 */
export type Hmac = (
  algorithm: OtpAlgorithm,
  key: Uint8Array,
) => (message: Uint8Array) => Uint8Array;

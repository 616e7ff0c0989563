/**
 * What the caller of this package got wrong. Stable: other layers map these codes to their own.
 *
 * - `secret_length`: the secret is empty, or longer than a URI may carry.
 * - `digits_range`, `period_range`, `counter_range`, `time_range`, `window_range`: a number is not
 *   an integer in the range that its function documents.
 * - `algorithm_unknown`: not one of `OTP_ALGORITHMS`.
 * - `mac_length`: the injected HMAC returned fewer bytes than truncation reads.
 * - `issuer_text`, `account_text`: text is too long, or holds control characters, characters that
 *   turn the writing direction, or unpaired surrogates.
 */
export type OtpErrorCode =
  | "secret_length"
  | "digits_range"
  | "period_range"
  | "counter_range"
  | "time_range"
  | "window_range"
  | "algorithm_unknown"
  | "mac_length"
  | "issuer_text"
  | "account_text";

/**
 * A fault of the calling program: an argument outside its documented range. Input from strangers
 * never causes one; the functions that read such input answer with values.
 */
export class OtpError extends RangeError {
  override readonly name = "OtpError";
  readonly code: OtpErrorCode;

  constructor(code: OtpErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The integers that an argument may be, from `minimum` to `maximum`, both included. */
export interface IntegerRange<Code extends OtpErrorCode = OtpErrorCode> {
  /** The argument's name, for the message. */
  readonly name: string;
  /** What is thrown outside the range. */
  readonly code: Code;
  readonly minimum: number;
  readonly maximum: number;
}

/** Throws the range's code unless `value` is an integer within it. */
export function requireInteger(range: IntegerRange, value: number): void {
  const { name, code, minimum, maximum } = range;
  if (!Number.isInteger(value) || value < minimum || value > maximum) {
    throw new OtpError(code, `${name} must be an integer from ${minimum} to ${maximum}`);
  }
}

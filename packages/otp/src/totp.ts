import { type CodeAlphabet, DECIMAL_ALPHABET, readCode } from "./code-alphabet.ts";
import type { Hmac, OtpAlgorithm } from "./hmac.ts";
import { DIGITS_RANGE, generateHotp, requireSecret, truncate, writeCounter } from "./hotp.ts";
import { type IntegerRange, OtpError, requireInteger } from "./otp-error.ts";

/** Up to a year: longer periods are typing errors. */
export const PERIOD_RANGE: IntegerRange<"period_range"> = {
  name: "periodSeconds",
  code: "period_range",
  minimum: 1,
  maximum: 31_536_000,
};

/** More than 60 steps on one side would be a guessing aid, not tolerance for a slow clock. */
const WINDOW_RANGE: IntegerRange = {
  name: "steps of the window on each side",
  code: "window_range",
  minimum: 0,
  maximum: 60,
};

/** What both sides must agree on besides the secret and the time (RFC 6238 §4). */
export interface TotpParameters {
  readonly algorithm: OtpAlgorithm;
  /** Symbols in a code, 5 to 10. */
  readonly digits: number;
  /** Life of one code, 1 second to a year. */
  readonly periodSeconds: number;
}

/** SHA-1, six digits, 30 seconds: what every authenticator app assumes. */
export const DEFAULT_TOTP_PARAMETERS: TotpParameters = {
  algorithm: "SHA1",
  digits: 6,
  periodSeconds: 30,
};

/** How many steps before and after the current one are accepted, 0 to 60 each. */
export interface TotpWindow {
  readonly past: number;
  readonly future: number;
}

/** RFC 6238 §5.2 recommends one step back for delay; one ahead allows for a fast phone clock. */
export const DEFAULT_TOTP_WINDOW: TotpWindow = { past: 1, future: 1 };

/** What a time-based code is made from; parameters left out are the defaults. */
export interface TotpInput extends Partial<TotpParameters> {
  /** The shared secret, at least one byte. */
  readonly secret: Uint8Array;
  /** Milliseconds since the Unix epoch. This package has no clock of its own. */
  readonly nowMillis: number;
  /** How the value is written; default ASCII digits. */
  readonly alphabet?: CodeAlphabet;
}

/** A code to judge, and how far from the current step it may be. */
export interface TotpAttempt extends TotpInput {
  readonly code: string;
  readonly window?: TotpWindow;
}

/**
 * The number of whole periods since the Unix epoch: T of RFC 6238 §4.2 with T0 = 0.
 *
 * Throws {@link OtpError} with `time_range` (negative or not finite) or `period_range`.
 */
export function totpStep(nowMillis: number, periodSeconds: number): number {
  requireInteger(PERIOD_RANGE, periodSeconds);
  if (!(nowMillis >= 0 && nowMillis <= Number.MAX_SAFE_INTEGER)) {
    throw new OtpError("time_range", "nowMillis must be from 0 to 2^53 - 1");
  }
  return Math.floor(nowMillis / (periodSeconds * 1000));
}

/**
 * The TOTP code of RFC 6238 §4 at `nowMillis`.
 *
 * Throws {@link OtpError} with `secret_length`, `digits_range`, `period_range` or `time_range`.
 *
 * @example
 * generateTotp(hmac, { secret, nowMillis: 59_000, digits: 8 }); // "94287082" for RFC 6238's key
 */
export function generateTotp(hmac: Hmac, input: TotpInput): string {
  const { nowMillis, periodSeconds = DEFAULT_TOTP_PARAMETERS.periodSeconds } = input;
  const counter = totpStep(nowMillis, periodSeconds);
  const { secret, algorithm = "SHA1", digits = 6, alphabet = DECIMAL_ALPHABET } = input;
  return generateHotp(hmac, { secret, counter, algorithm, digits, alphabet });
}

/**
 * The step whose code equals `code`, or `undefined` when no step of the window has it or when
 * `code` is not exactly `digits` symbols of the alphabet (ASCII digits by default; the caller
 * normalises what people type, see `normaliseCode`). If two steps of the window share a code, the
 * later is returned, so that marking it as spent spends both.
 *
 * A verified code is not yet an accepted one: RFC 6238 §5.2 demands that it works once. The caller
 * stores the returned step and accepts only steps beyond the last one stored.
 *
 * The work done depends on the clock and the window, never on whether or where the code matched: all
 * steps are computed, and each comparison is of two integers. (JavaScript engines promise no
 * constant time; this leaves them nothing to branch on.) Steps before the epoch do not exist and
 * are left out.
 *
 * Throws {@link OtpError} with `secret_length`, `digits_range`, `period_range`, `time_range` or
 * `window_range`.
 *
 * @example
 * verifyTotp(hmac, { secret, code: "287082", nowMillis: 60_000 }); // { step: 1 }
 */
export function verifyTotp(hmac: Hmac, attempt: TotpAttempt): { step: number } | undefined {
  const { secret, code, nowMillis, window = DEFAULT_TOTP_WINDOW } = attempt;
  const { algorithm = "SHA1", digits = 6, periodSeconds = 30 } = attempt;
  const { alphabet = DECIMAL_ALPHABET } = attempt;
  requireSecret(secret);
  requireInteger(DIGITS_RANGE, digits);
  requireInteger(WINDOW_RANGE, window.past);
  requireInteger(WINDOW_RANGE, window.future);
  const currentStep = totpStep(nowMillis, periodSeconds);

  const claimed = readCode(alphabet, code, digits);
  if (claimed === undefined) return undefined;

  const macOf = hmac(algorithm, secret);
  const modulus = alphabet.symbols.length ** digits;
  const message = new Uint8Array(8);
  const lastStep = currentStep + window.future;
  let matchedStep = -1;
  for (let step = Math.max(0, currentStep - window.past); step <= lastStep; step += 1) {
    writeCounter(message, step);
    const equal = Number(truncate(macOf(message)) % modulus === claimed);
    matchedStep += equal * (step - matchedStep);
  }
  return matchedStep < 0 ? undefined : { step: matchedStep };
}

import type { OtpAlgorithm } from "./hmac.ts";
import { MAX_DIGITS, MIN_DIGITS } from "./hotp.ts";
import type { OtpErrorCode } from "./otp-error.ts";
import { DEFAULT_TOTP_PARAMETERS, MAX_PERIOD_SECONDS } from "./totp.ts";

interface KeyOfAnyType {
  /** Who the account is with; empty if unknown. At most 256 UTF-16 units. */
  readonly issuer: string;
  /** The person's name there, often a mail address; may be empty. At most 256 UTF-16 units. */
  readonly account: string;
  /** 1 to 1024 bytes. */
  readonly secret: Uint8Array;
  readonly algorithm: OtpAlgorithm;
  /** Symbols in a code, 5 to 10. */
  readonly digits: number;
}

/** A key whose codes change with time. */
export interface TotpKey extends KeyOfAnyType {
  readonly type: "totp";
  /** 1 second to a year. */
  readonly periodSeconds: number;
}

/** A Steam Guard key: its parameters are always `STEAM_PARAMETERS`. */
export interface SteamKey extends KeyOfAnyType {
  readonly type: "steam";
  readonly periodSeconds: number;
}

/** A key whose codes change with each use. */
export interface HotpKey extends KeyOfAnyType {
  readonly type: "hotp";
  /** The next counter value to use, 0 to 2^53 - 1. */
  readonly counter: number;
}

/** All that an otpauth URI says, with nothing left to assume. */
export type OtpauthKey = TotpKey | SteamKey | HotpKey;

/** A number in an otpauth URI: its range, and its value when the URI does not give one. */
export interface OtpauthNumber {
  readonly name: "digits" | "period" | "counter";
  readonly code: Extract<OtpErrorCode, "digits_range" | "period_range" | "counter_range">;
  readonly minimum: number;
  readonly maximum: number;
  readonly fallback: number;
}

export const DIGITS: OtpauthNumber = {
  name: "digits",
  code: "digits_range",
  minimum: MIN_DIGITS,
  maximum: MAX_DIGITS,
  fallback: DEFAULT_TOTP_PARAMETERS.digits,
};

export const PERIOD: OtpauthNumber = {
  name: "period",
  code: "period_range",
  minimum: 1,
  maximum: MAX_PERIOD_SECONDS,
  fallback: DEFAULT_TOTP_PARAMETERS.periodSeconds,
};

export const COUNTER: OtpauthNumber = {
  name: "counter",
  code: "counter_range",
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  fallback: 0,
};

/** No app hands out keys near this; a bound keeps a hostile URI from filling a vault. */
export const MAX_SECRET_BYTES = 1024;

/** Of issuer and account each, in UTF-16 units. A mail address has at most 254 (RFC 5321). */
export const MAX_TEXT_LENGTH = 256;

/**
 * What may not stand in issuer or account: controls, line and paragraph separators, characters that
 * turn the direction of what follows (an account could show as another one), and halves of
 * surrogate pairs, which have no UTF-8 and so no percent-encoding.
 */
export const UNSAFE_TEXT: RegExp = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/gu;

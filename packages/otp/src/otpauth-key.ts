import type { OtpAlgorithm } from "./hmac.ts";
import { DIGITS_RANGE } from "./hotp.ts";
import type { IntegerRange } from "./otp-error.ts";
import { DEFAULT_TOTP_PARAMETERS, PERIOD_RANGE } from "./totp.ts";

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

/** A number in an otpauth URI: its parameter, its range, and its value when the URI has none. */
export interface OtpauthNumber {
  readonly parameter: "digits" | "period" | "counter";
  readonly range: IntegerRange<"digits_range" | "period_range" | "counter_range">;
  readonly fallback: number;
}

export const DIGITS: OtpauthNumber = {
  parameter: "digits",
  range: DIGITS_RANGE,
  fallback: DEFAULT_TOTP_PARAMETERS.digits,
};

export const PERIOD: OtpauthNumber = {
  parameter: "period",
  range: PERIOD_RANGE,
  fallback: DEFAULT_TOTP_PARAMETERS.periodSeconds,
};

export const COUNTER: OtpauthNumber = {
  parameter: "counter",
  range: {
    name: "counter",
    code: "counter_range",
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
  },
  fallback: 0,
};

/** In bytes. No app hands out keys near the maximum; it keeps a hostile URI from filling a vault. */
export const SECRET_LENGTH: IntegerRange<"secret_length"> = {
  name: "secret.length",
  code: "secret_length",
  minimum: 1,
  maximum: 1024,
};

/** Of issuer and account each, in UTF-16 units. A mail address has at most 254 (RFC 5321). */
export const MAX_TEXT_LENGTH = 256;

/**
 * What may not stand in issuer or account: controls, line and paragraph separators, characters that
 * turn the direction of what follows (an account could show as another one), and halves of
 * surrogate pairs, which have no UTF-8 and so no percent-encoding.
 */
export const UNSAFE_TEXT: RegExp = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/gu;

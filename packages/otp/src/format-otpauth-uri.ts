import { encodeBase32 } from "./base32.ts";
import { OTP_ALGORITHMS } from "./hmac.ts";
import { OtpError, requireInteger } from "./otp-error.ts";
import {
  COUNTER,
  DIGITS,
  MAX_TEXT_LENGTH,
  type OtpauthKey,
  type OtpauthNumber,
  PERIOD,
  SECRET_LENGTH,
  type SteamKey,
  UNSAFE_TEXT,
} from "./otpauth-key.ts";
import { STEAM_PARAMETERS } from "./steam.ts";

/**
 * The otpauth URI of a key, in the one spelling that every authenticator app reads: the issuer both
 * as prefix of the label and as parameter, all parameters written out, everything outside RFC 3986's
 * unreserved characters percent-encoded as UTF-8 (a space is `%20`: some readers take `+` literally).
 *
 * A colon ends the issuer in the label, even when encoded, so colons in an issuer are written as
 * spaces and runs of white space as one. A colon in the account stays: readers split at the first.
 *
 * Throws {@link OtpError}: `issuer_text` or `account_text` when text is longer than 256 UTF-16
 * units or holds controls, direction-changing characters or unpaired surrogates; `secret_length`
 * outside 1 to 1024 bytes; `algorithm_unknown`; `digits_range`, `period_range`, `counter_range`
 * (for a Steam key: anything but Steam's own parameters).
 *
 * Format: https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 *
 * @example
 * formatOtpauthUri({ type: "totp", issuer: "Acme", account: "ada@example.org", secret,
 *   algorithm: "SHA1", digits: 6, periodSeconds: 30 });
 * // otpauth://totp/Acme:ada%40example.org?secret=…&issuer=Acme&algorithm=SHA1&digits=6&period=30
 */
export function formatOtpauthUri(key: OtpauthKey): string {
  requireText("issuer_text", "issuer", key.issuer);
  requireText("account_text", "account", key.account);
  requireInteger(SECRET_LENGTH, key.secret.length);
  const issuer = percentEncode(key.issuer.replace(/[\s:]+/g, " ").trim());
  const account = key.account.trim();
  // NOTE: without an issuer, a colon in the account would pass for the separator; so an empty
  // issuer is written before it.
  const prefix = issuer === "" && !account.includes(":") ? "" : `${issuer}:`;
  const parameters = [
    `secret=${encodeBase32(key.secret)}`,
    ...(issuer === "" ? [] : [`issuer=${issuer}`]),
    ...codeParameters(key),
  ];
  return `otpauth://${key.type}/${prefix}${percentEncode(account)}?${parameters.join("&")}`;
}

function codeParameters(key: OtpauthKey): string[] {
  if (!OTP_ALGORITHMS.includes(key.algorithm)) {
    throw new OtpError("algorithm_unknown", `algorithm must be one of ${OTP_ALGORITHMS.join()}`);
  }
  if (key.type === "steam") {
    requireSteamParameters(key);
    return [];
  }
  return [
    `algorithm=${key.algorithm}`,
    writeNumber(DIGITS, key.digits),
    key.type === "hotp"
      ? writeNumber(COUNTER, key.counter)
      : writeNumber(PERIOD, key.periodSeconds),
  ];
}

/** Readers know Steam's parameters and ignore what the URI says, so only those can be written. */
function requireSteamParameters(key: SteamKey): void {
  const { algorithm, digits, periodSeconds } = STEAM_PARAMETERS;
  if (key.algorithm !== algorithm) {
    throw new OtpError("algorithm_unknown", `algorithm of a Steam key must be ${algorithm}`);
  }
  requireInteger({ ...DIGITS.range, minimum: digits, maximum: digits }, key.digits);
  const onlyPeriod = { ...PERIOD.range, minimum: periodSeconds, maximum: periodSeconds };
  requireInteger(onlyPeriod, key.periodSeconds);
}

function writeNumber({ parameter, range }: OtpauthNumber, value: number): string {
  requireInteger(range, value);
  return `${parameter}=${value}`;
}

function requireText(code: "issuer_text" | "account_text", name: string, text: string): void {
  if (text.length > MAX_TEXT_LENGTH || text.search(UNSAFE_TEXT) >= 0) {
    throw new OtpError(
      code,
      `${name} must be at most ${MAX_TEXT_LENGTH} characters, without control characters`,
    );
  }
}

/** RFC 3986 §2.3: `encodeURIComponent` leaves five characters more than the unreserved ones. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

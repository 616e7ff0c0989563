import { decodeBase32 } from "./base32.ts";
import { OTP_ALGORITHMS, type OtpAlgorithm } from "./hmac.ts";
import {
  COUNTER,
  DIGITS,
  MAX_TEXT_LENGTH,
  type OtpauthKey,
  type OtpauthNumber,
  PERIOD,
  SECRET_LENGTH,
  UNSAFE_TEXT,
} from "./otpauth-key.ts";
import { STEAM_PARAMETERS } from "./steam.ts";

/** Room for every key that `formatOtpauthUri` writes, and for what apps add of their own. */
const MAX_URI_CHARACTERS = 16_384;

/**
 * Why a text is not a usable key. Stable; the order is that of the checks.
 *
 * - `uri_length`: longer than 16,384 characters.
 * - `not_otpauth`: does not begin with `otpauth://`.
 * - `parameter_repeated`: one known parameter with two different values.
 * - `type_unknown`: neither `totp`, `hotp` nor `steam`.
 * - `secret_missing`, `secret_malformed` (not Base32), `secret_length` (over 1024 bytes).
 * - `issuer_text`, `account_text`: over 256 UTF-16 units.
 * - `algorithm_unknown`, `digits_range`, `period_range`, `counter_range`: the value is no number,
 *   or one that no code can be made from.
 */
export type OtpauthRefusal =
  | "uri_length"
  | "not_otpauth"
  | "parameter_repeated"
  | "type_unknown"
  | "secret_missing"
  | "secret_malformed"
  | "secret_length"
  | "issuer_text"
  | "account_text"
  | "algorithm_unknown"
  | "digits_range"
  | "period_range"
  | "counter_range";

export type ParsedOtpauthUri =
  | { readonly ok: true; readonly key: OtpauthKey }
  | { readonly ok: false; readonly code: OtpauthRefusal };

const PARAMETER_NAMES = [
  "secret",
  "issuer",
  "algorithm",
  "digits",
  "period",
  "counter",
  "encoder",
] as const;
type ParameterName = (typeof PARAMETER_NAMES)[number];
type Parameters = ReadonlyMap<ParameterName, string>;

/**
 * The key in an otpauth URI, as generously as apps need it and never by throwing:
 *
 * - Scheme, type, parameter names and algorithm in any case; `HMAC-SHA-256` and the like too.
 * - Parameters missing or empty take their defaults: SHA1, 6 digits, 30 seconds, counter 0. Unknown
 *   parameters are ignored; a known one may be repeated only with the same value.
 * - Percent-encoding that is no UTF-8 stays as it is. `+` is a space in parameters, as forms write
 *   it, and a plus sign in the label, where mail addresses have it.
 * - The issuer is the parameter, else the part of the label before the first colon; where both
 *   exist and differ, the parameter counts and the prefix goes.
 * - Unsafe characters (see `UNSAFE_TEXT`) are removed from issuer and account, and white space at
 *   their ends: a key that makes codes is worth more than an invisible character.
 * - Steam keys are `otpauth://steam/…` or, as KeePassXC writes them, `totp` with `encoder=steam`;
 *   their parameters are Steam's, whatever the URI says.
 * - The secret is read as by `decodeBase32`.
 *
 * @example
 * parseOtpauthUri("otpauth://totp/Acme:ada?secret=GEZDGNBV").ok; // true
 * parseOtpauthUri("otpauth://totp/Acme:ada"); // { ok: false, code: "secret_missing" }
 */
export function parseOtpauthUri(text: string): ParsedOtpauthUri {
  if (text.length > MAX_URI_CHARACTERS) return refuse("uri_length");
  const match = /^otpauth:\/\/([^/?]*)\/?([^?]*)\??(.*)$/is.exec(text.trim());
  if (match === null) return refuse("not_otpauth");
  const [, typeText = "", labelText = "", query = ""] = match;
  const parameters = readParameters(query);
  if (parameters === undefined) return refuse("parameter_repeated");
  const type = readType(typeText.toLowerCase(), parameters);
  if (type === undefined) return refuse("type_unknown");
  const secret = readSecret(parameters.get("secret") ?? "");
  if (typeof secret === "string") return refuse(secret);
  const { issuer, account } = readLabel(labelText, parameters.get("issuer") ?? "");
  if (issuer.length > MAX_TEXT_LENGTH) return refuse("issuer_text");
  if (account.length > MAX_TEXT_LENGTH) return refuse("account_text");
  const key = readKey(type, { issuer, account, secret }, parameters);
  return typeof key === "string" ? refuse(key) : { ok: true, key };
}

function refuse(code: OtpauthRefusal): ParsedOtpauthUri {
  return { ok: false, code };
}

function readParameters(query: string): Parameters | undefined {
  const parameters = new Map<ParameterName, string>();
  for (const pair of query.split("&")) {
    const [nameText = "", ...valueTexts] = pair.split("=");
    const lowerCaseName = percentDecode(nameText).toLowerCase();
    const name = PARAMETER_NAMES.find((known) => known === lowerCaseName);
    if (name === undefined) continue;
    const value = cleanText(percentDecode(valueTexts.join("=").replaceAll("+", " ")));
    if ((parameters.get(name) ?? value) !== value) return undefined;
    parameters.set(name, value);
  }
  return parameters;
}

function readType(typeText: string, parameters: Parameters): OtpauthKey["type"] | undefined {
  const encoder = parameters.get("encoder")?.toLowerCase();
  if (typeText === "totp") return encoder === "steam" ? "steam" : "totp";
  return typeText === "hotp" || typeText === "steam" ? typeText : undefined;
}

function readSecret(text: string): Uint8Array | OtpauthRefusal {
  if (text === "") return "secret_missing";
  const secret = decodeBase32(text);
  if (secret === undefined || secret.length === 0) return "secret_malformed";
  return secret.length > SECRET_LENGTH.maximum ? "secret_length" : secret;
}

function readLabel(
  labelText: string,
  issuerParameter: string,
): Pick<OtpauthKey, "issuer" | "account"> {
  const label = cleanText(percentDecode(labelText));
  // An issuer with a colon of its own is seen in the wild: only the parameter tells where it ends.
  const prefixLength = label.startsWith(`${issuerParameter}:`)
    ? issuerParameter.length
    : label.indexOf(":");
  const prefix = label.slice(0, Math.max(0, prefixLength)).trim();
  return {
    issuer: issuerParameter === "" ? prefix : issuerParameter,
    account: label.slice(prefixLength + 1).trim(),
  };
}

function readKey(
  type: OtpauthKey["type"],
  named: Pick<OtpauthKey, "issuer" | "account" | "secret">,
  parameters: Parameters,
): OtpauthKey | OtpauthRefusal {
  if (type === "steam") {
    const { algorithm, digits, periodSeconds } = STEAM_PARAMETERS;
    return { type, ...named, algorithm, digits, periodSeconds };
  }
  const algorithm = readAlgorithm(parameters.get("algorithm") ?? "");
  if (algorithm === undefined) return "algorithm_unknown";
  const digits = readNumber(DIGITS, parameters);
  if (digits === undefined) return DIGITS.range.code;
  if (type === "hotp") {
    const counter = readNumber(COUNTER, parameters);
    return counter === undefined
      ? COUNTER.range.code
      : { type, ...named, algorithm, digits, counter };
  }
  const periodSeconds = readNumber(PERIOD, parameters);
  return periodSeconds === undefined
    ? PERIOD.range.code
    : { type, ...named, algorithm, digits, periodSeconds };
}

function readAlgorithm(text: string): OtpAlgorithm | undefined {
  const plainName = text.toUpperCase().replace(/^HMAC|[-_ ]/g, "");
  return plainName === "" ? "SHA1" : OTP_ALGORITHMS.find((algorithm) => algorithm === plainName);
}

function readNumber(
  { parameter, range, fallback }: OtpauthNumber,
  parameters: Parameters,
): number | undefined {
  const text = parameters.get(parameter) ?? "";
  if (text === "") return fallback;
  if (!/^[0-9]+$/.test(text)) return undefined;
  const value = Number(text);
  return value < range.minimum || value > range.maximum ? undefined : value;
}

function cleanText(text: string): string {
  return text.replace(UNSAFE_TEXT, "").trim();
}

/** Each run of escapes by itself, so that one broken escape does not spoil the rest of the text. */
function percentDecode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

export { decodeBase32, encodeBase32 } from "./base32.ts";
export { type CodeAlphabet, DECIMAL_ALPHABET, STEAM_ALPHABET } from "./code-alphabet.ts";
export { formatOtpauthUri } from "./format-otpauth-uri.ts";
export { type Hmac, OTP_ALGORITHMS, type OtpAlgorithm } from "./hmac.ts";
export { generateHotp, type HotpInput } from "./hotp.ts";
export { normaliseCode } from "./normalise-code.ts";
export { OtpError, type OtpErrorCode } from "./otp-error.ts";
export type { HotpKey, OtpauthKey, SteamKey, TotpKey } from "./otpauth-key.ts";
export {
  type OtpauthRefusal,
  type ParsedOtpauthUri,
  parseOtpauthUri,
} from "./parse-otpauth-uri.ts";
export { generateSteamCode, STEAM_PARAMETERS, verifySteamCode } from "./steam.ts";
export {
  DEFAULT_TOTP_PARAMETERS,
  DEFAULT_TOTP_WINDOW,
  generateTotp,
  type TotpAttempt,
  type TotpInput,
  type TotpParameters,
  type TotpWindow,
  totpStep,
  verifyTotp,
} from "./totp.ts";

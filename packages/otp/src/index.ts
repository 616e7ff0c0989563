export { type CodeAlphabet, DECIMAL_ALPHABET, STEAM_ALPHABET } from "./code-alphabet.ts";
export type { Hmac, OtpAlgorithm } from "./hmac.ts";
export { generateHotp, type HotpInput } from "./hotp.ts";
export { OtpError, type OtpErrorCode } from "./otp-error.ts";
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

import { type CodeAlphabet, STEAM_ALPHABET } from "./code-alphabet.ts";
import type { Hmac } from "./hmac.ts";
import {
  generateTotp,
  type TotpAttempt,
  type TotpInput,
  type TotpParameters,
  verifyTotp,
} from "./totp.ts";

/** Steam Guard is TOTP with fixed parameters and its own alphabet; nothing else differs. */
export const STEAM_PARAMETERS: TotpParameters & { readonly alphabet: CodeAlphabet } = {
  algorithm: "SHA1",
  digits: 5,
  periodSeconds: 30,
  alphabet: STEAM_ALPHABET,
};

/**
 * The five-character Steam Guard code at `nowMillis`. Throws as `generateTotp` does.
 *
 * @example
 * generateSteamCode(hmac, { secret, nowMillis: 1_511_200_518_000 }); // "FR8RV"
 */
export function generateSteamCode(
  hmac: Hmac,
  input: Pick<TotpInput, "secret" | "nowMillis">,
): string {
  return generateTotp(hmac, { ...input, ...STEAM_PARAMETERS });
}

/**
 * The step whose Steam Guard code equals `code`, or `undefined`. Capital letters only, as Steam
 * shows them; otherwise as `verifyTotp`.
 */
export function verifySteamCode(
  hmac: Hmac,
  attempt: Pick<TotpAttempt, "secret" | "nowMillis" | "code" | "window">,
): { step: number } | undefined {
  return verifyTotp(hmac, { ...attempt, ...STEAM_PARAMETERS });
}

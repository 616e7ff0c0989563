import { verifyTotp } from "@twinlatch/otp";
import type { VerifierDeps } from "../verifier-deps.ts";
import { type TotpFactor, totpSecretPlace } from "./totp-factor.ts";

/** Previous, current and next step: about 90 seconds, made safe by single use (decision X1). */
const WINDOW = { past: 1, future: 1 } as const;

const SIX_DIGITS = /^[0-9]{6}$/;

/** Whether a text has the shape of a code. Anything else is compared with nothing. */
export function isTotpCode(text: string): boolean {
  return SIX_DIGITS.test(text);
}

/**
 * Compares a code with one authenticator at `nowMillis`. Returns the time step it is right for, or
 * undefined. Spends nothing: the step has still to be claimed.
 */
export function matchTotp(
  deps: Pick<VerifierDeps, "hmac" | "secretBox">,
  factor: TotpFactor,
  code: string,
  nowMillis: number,
): number | undefined {
  const secret = deps.secretBox.open(factor.sealedSecret, totpSecretPlace(factor, factor.id));
  const match = verifyTotp(deps.hmac, {
    secret,
    code,
    nowMillis,
    window: WINDOW,
    algorithm: factor.algorithm,
    digits: factor.digits,
    periodSeconds: factor.periodSeconds,
  });
  secret.fill(0);
  return match?.step;
}

import { verifyTotp } from "@twinlatch/otp";
import type { VerifierDeps } from "../verifier-deps.ts";
import { type TotpFactor, totpSecretPlace } from "./totp-factor.ts";

/** Previous, current and next step: about 90 seconds, made safe by single use (decision X1). */
const WINDOW = { past: 1, future: 1 } as const;

/** How a code fits an authenticator. */
export interface TotpMatch {
  /** The time step it is right for; undefined when it is for none of the window. */
  readonly step: number | undefined;
  /** Whether it is right for one of the two steps before or after the window. */
  readonly isNear: boolean;
}

/**
 * Compares a code with one authenticator at `nowMillis`. Spends nothing: the step has still to be
 * claimed. The same work whatever the code: what is near is always looked for, and never accepted.
 */
export function matchTotp(
  deps: Pick<VerifierDeps, "hmac" | "secretBox">,
  factor: TotpFactor,
  code: string,
  nowMillis: number,
): TotpMatch {
  const secret = deps.secretBox.open(factor.sealedSecret, totpSecretPlace(factor, factor.id));
  const { algorithm, digits, periodSeconds } = factor;
  const outsideMillis = (WINDOW.past + 1) * periodSeconds * 1000;
  const verify = (atMillis: number, window: { past: number; future: number }) =>
    verifyTotp(deps.hmac, {
      secret,
      code,
      nowMillis: Math.max(0, atMillis),
      window,
      algorithm,
      digits,
      periodSeconds,
    });
  const match = verify(nowMillis, WINDOW);
  const before = verify(nowMillis - outsideMillis, { past: 1, future: 0 });
  const after = verify(nowMillis + outsideMillis, { past: 0, future: 1 });
  secret.fill(0);
  return { step: match?.step, isNear: before !== undefined || after !== undefined };
}

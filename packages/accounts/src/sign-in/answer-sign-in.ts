import {
  boundToTicket,
  type FactorKind,
  type Origin,
  type Refusal,
  type VerifyChallengeOutcome,
  verifyChallenge,
} from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import { withFactor } from "../session/authentication-methods.ts";
import { type BegunSession, beginSession } from "../session/begin-session.ts";

/** The second step done: a session. */
export interface SecondStepDone extends BegunSession {
  readonly outcome: "signed_in";
  /** After a recovery code: how many are left. */
  readonly recoveryCodesRemaining?: number | undefined;
}

/**
 * Answers the second step of a sign-in, for whoever holds its ticket. Of any number of right answers one
 * begins a session. A recovery code begins a session that is marked as such.
 */
export async function answerSignIn(
  deps: Pick<AccountsDeps, "clock" | "factors" | "random" | "tokenHash" | "unitOfWork">,
  input: {
    challengeId: string;
    ticket: string;
    kind: FactorKind;
    factorId?: string | undefined;
    code: string;
    origin: Origin;
  },
): Promise<SecondStepDone | Extract<VerifyChallengeOutcome<never>, Refusal>> {
  const { ticket, origin, ...answer } = input;
  const boundTo = boundToTicket(deps.tokenHash.digest(ticket));
  const verified = await verifyChallenge(
    deps,
    { ...answer, boundTo, origin },
    async (stores, { challenge, factor, nowMillis }) => {
      const isRecovery = factor.kind === "recovery_code";
      const begun = await beginSession(deps, stores, {
        accountId: challenge.subjectId,
        amr: withFactor(["pwd"], factor.amr),
        secondFactorAtMillis: isRecovery ? undefined : nowMillis,
        isRecovery,
        origin,
        nowMillis,
      });
      if (!isRecovery) return begun;
      const codes = await stores.recoveryCodes.find(challenge);
      return { ...begun, recoveryCodesRemaining: codes?.remaining ?? 0 };
    },
  );
  if (verified.outcome === "refused") return verified;
  return { outcome: "signed_in", ...verified.granted };
}

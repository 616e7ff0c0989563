import type { ApprovedAct, StepUpDemand } from "@twinlatch/verifier";
import { subjectOf } from "../account/account.ts";
import { isFullSession, RECOVERY_ENROLMENT_MILLIS, type Session } from "./session.ts";

/**
 * Acts that the password proves although there is a second factor, in a session that was signed in to
 * with one: whoever lost the phone cannot prove with it. Suspending opens nothing, and a replacement waits
 * 24 hours, in which the owner hears of it.
 */
const PASSWORD_PROVES: ReadonlyMap<string, "too" | "alone"> = new Map([
  ["account.factor.suspend", "too"],
  ["account.factor.replace", "alone"],
]);

/**
 * What a session's request for a guarded act has to show. The proof, where it brought one, is bound to
 * the session's lasting id; a session begun with a recovery code has ten minutes to enrol a factor and
 * no proof helps it to anything else.
 */
export function demandOf(
  session: Session,
  act: ApprovedAct,
  shown: Pick<StepUpDemand, "proofToken" | "challengeId"> = {},
): StepUpDemand {
  return {
    subject: subjectOf(session.accountId),
    sessionId: session.id,
    act,
    proofToken: shown.proofToken,
    challengeId: shown.challengeId,
    sessionKinds: session.amr.includes("otp") ? ["totp"] : [],
    passwordProves: isFullSession(session) ? PASSWORD_PROVES.get(act.action) : undefined,
    recoveryEnrolmentEndsMillis: session.isRecovery
      ? session.authenticatedAtMillis + RECOVERY_ENROLMENT_MILLIS
      : undefined,
  };
}

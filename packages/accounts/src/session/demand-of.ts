import type { ApprovedAct, StepUpDemand } from "@twinlatch/verifier";
import { subjectOf } from "../account/account.ts";
import { RECOVERY_ENROLMENT_MILLIS, type Session } from "./session.ts";

/**
 * What a session's request for a guarded act has to show. The proof, where it brought one, is bound to
 * the session's lasting id; a session begun with a recovery code has ten minutes to enrol a factor and
 * no proof helps it to anything else.
 */
export function demandOf(session: Session, act: ApprovedAct, proofToken?: string): StepUpDemand {
  return {
    subject: subjectOf(session.accountId),
    sessionId: session.id,
    act,
    proofToken,
    recoveryEnrolmentEndsMillis: session.isRecovery
      ? session.authenticatedAtMillis + RECOVERY_ENROLMENT_MILLIS
      : undefined,
  };
}

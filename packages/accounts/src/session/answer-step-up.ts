import {
  boundToSession,
  type FactorKind,
  type Origin,
  type Proof,
  type Refusal,
  refuse,
  type VerifyChallengeOutcome,
  verifyChallenge,
} from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import { announceSignal } from "../notice/announce-signal.ts";
import { raiseSession } from "./raise-session.ts";
import type { Session } from "./session.ts";

/** A step-up approved: the proof for its acts, and the session's new token. */
export interface StepUpApproved {
  readonly outcome: "approved";
  readonly proof: Proof;
  readonly sessionToken: string;
}

/** Answers a step-up challenge of this session. The session gets a new token; the old one is dead. */
export async function answerStepUp(
  deps: Pick<
    AccountsDeps,
    | "activityUrl"
    | "clock"
    | "factors"
    | "messageBox"
    | "productName"
    | "random"
    | "tokenHash"
    | "unitOfWork"
  >,
  input: {
    challengeId: string;
    session: Session;
    kind: FactorKind;
    factorId?: string | undefined;
    code: string;
    acts?: number | undefined;
    browserTokens?: readonly string[] | undefined;
    origin: Origin;
  },
): Promise<StepUpApproved | Extract<VerifyChallengeOutcome<never>, Refusal>> {
  const { session, ...answer } = input;
  const verified = await verifyChallenge(
    deps,
    { ...answer, boundTo: boundToSession(session.id), sessionId: session.id },
    async (stores, { factor, nowMillis }) =>
      raiseSession(deps, stores, session, { amr: factor.amr, nowMillis, liftsRecovery: false }),
    { onSignal: announceSignal(deps) },
  );
  if (verified.outcome === "refused") return verified;
  if (verified.proof === undefined) return refuse("not_found");
  return { outcome: "approved", proof: verified.proof, sessionToken: verified.granted };
}

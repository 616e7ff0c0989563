import {
  boundToSession,
  type FactorKind,
  type Origin,
  type Proof,
  type Refusal,
  type Settle,
  type VerifyChallengeOutcome,
  verifyChallenge,
} from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
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
  settle?: Settle<AccountsStores, StepUpApproved>,
): Promise<StepUpApproved | Extract<VerifyChallengeOutcome<never>, Refusal>> {
  const { session, ...answer } = input;
  const verified = await verifyChallenge(
    deps,
    { ...answer, boundTo: boundToSession(session.id), sessionId: session.id },
    async (stores, { factor, nowMillis, proof }): Promise<StepUpApproved | undefined> => {
      const proved = { amr: factor.amr, nowMillis, liftsRecovery: false };
      const sessionToken = await raiseSession(deps, stores, session, proved);
      if (sessionToken === undefined || proof === undefined) return undefined;
      const approved = { outcome: "approved", proof, sessionToken } as const;
      await settle?.(stores, approved);
      return approved;
    },
    { onSignal: announceSignal(deps) },
  );
  return verified.outcome === "refused" ? verified : verified.granted;
}

import { recordOperation } from "../audit/record-operation.ts";
import { type Challenge, MAX_CHALLENGE_ACTS } from "../challenge/challenge.ts";
import { type DescribedChallenge, describe } from "../challenge/describe-challenge.ts";
import { openChallenge } from "../challenge/open-challenge.ts";
import { refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { boundToSession, provingKinds, type StepUpDemand } from "./spend-proof.ts";

/**
 * Brings the challenge whose proof lets the demanded act through, for the kinds that prove freshly now:
 * the open one that the demand names, where the act can be added to it, or else a new one. It makes the
 * event of the act that was refused for want of a proof.
 *
 * @throws SubjectGoneError when the subject was deleted
 */
export async function openStepUp<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "factors" | "random" | "unitOfWork">,
  demand: StepUpDemand,
  origin: Origin,
): Promise<DescribedChallenge> {
  const { subject, sessionId, act } = demand;
  const nowMillis = deps.clock.nowMillis();
  return deps.unitOfWork.write(async (stores) => {
    await holdSubject(stores, subject);
    const challenge = await joinOrOpen(deps, stores, demand, nowMillis);
    const operation = {
      atMillis: nowMillis,
      ...subject,
      type: "step_up.demanded",
      sessionId,
      challengeId: challenge.id,
      target: `${act.action} ${act.target}`,
      origin,
    } as const;
    await recordOperation(deps, stores, operation, refuse("step_up_required"));
    return describe(deps, stores, challenge);
  });
}

async function joinOrOpen(
  deps: Pick<VerifierDeps, "factors" | "random">,
  stores: VerifierStores,
  demand: StepUpDemand,
  nowMillis: number,
): Promise<Challenge> {
  const { subject, sessionId, act, challengeId } = demand;
  const kinds = await provingKinds(deps, stores, demand);
  const shared = { ...subject, boundTo: boundToSession(sessionId), kinds };
  if (challengeId !== undefined) {
    const by = { ...shared, maxActs: MAX_CHALLENGE_ACTS, nowMillis };
    const joined = await stores.challenges.addAct(challengeId, act, by);
    if (joined !== undefined) return joined;
  }
  const opened = { ...shared, purpose: "step_up", acts: [act] } as const;
  return openChallenge(stores, deps.random, opened, nowMillis);
}

import { recordOperation } from "../audit/record-operation.ts";
import { type DescribedChallenge, describe } from "../challenge/describe-challenge.ts";
import { openChallenge } from "../challenge/open-challenge.ts";
import { refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { boundToSession, provingKinds, type StepUpDemand } from "./spend-proof.ts";

/**
 * Opens the challenge whose proof lets the demanded act through, for the kinds that prove freshly now. It
 * makes the event of the act that was refused for want of a proof.
 */
export async function openStepUp<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "factors" | "random" | "unitOfWork">,
  demand: StepUpDemand,
  origin: Origin,
): Promise<DescribedChallenge> {
  const { subject, sessionId, act } = demand;
  const nowMillis = deps.clock.nowMillis();
  return deps.unitOfWork.write(async (stores) => {
    const challenge = await openChallenge(
      stores,
      deps.random,
      {
        ...subject,
        purpose: "step_up",
        boundTo: boundToSession(sessionId),
        kinds: await provingKinds(deps, stores, demand),
        act,
      },
      nowMillis,
    );
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

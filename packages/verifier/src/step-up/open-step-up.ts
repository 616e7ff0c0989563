import { auditEvent } from "../audit/audit-event.ts";
import { type DescribedChallenge, describe } from "../challenge/describe-challenge.ts";
import { openChallenge } from "../challenge/open-challenge.ts";
import type { FactorKind } from "../factor/factor-kind.ts";
import { listSecondFactors } from "../factor/second-factors.ts";
import type { Origin } from "../platform/subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { boundToSession, type StepUpDemand } from "./spend-proof.ts";

/**
 * Opens the challenge whose proof lets the demanded act through: a second factor where the subject has
 * one, whether or not it is asked for at sign-in; the password only where there is none. Recovery codes
 * never prove freshly.
 */
export async function openStepUp<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "factors" | "random" | "unitOfWork">,
  demand: StepUpDemand,
  origin: Origin,
): Promise<DescribedChallenge> {
  const nowMillis = deps.clock.nowMillis();
  return deps.unitOfWork.write(async (stores) => {
    const kinds = await provingKinds(deps, stores, demand);
    const challenge = await openChallenge(
      stores,
      deps.random,
      {
        ...demand.subject,
        purpose: "step_up",
        boundTo: boundToSession(demand.sessionId),
        kinds,
        act: demand.act,
      },
      nowMillis,
    );
    await stores.audit.append(
      auditEvent(deps.random, {
        atMillis: nowMillis,
        ...demand.subject,
        type: "step_up.demanded",
        outcome: "refused",
        reason: "step_up_required",
        sessionId: demand.sessionId,
        challengeId: challenge.id,
        target: `${demand.act.action} ${demand.act.target}`,
        origin,
      }),
    );
    return describe(deps, stores, challenge);
  });
}

async function provingKinds(
  deps: Pick<VerifierDeps, "factors">,
  stores: VerifierStores,
  demand: StepUpDemand,
): Promise<readonly FactorKind[]> {
  const factors = await listSecondFactors(deps, stores, demand.subject);
  return factors.length > 0 ? [...new Set(factors.map((factor) => factor.kind))] : ["password"];
}

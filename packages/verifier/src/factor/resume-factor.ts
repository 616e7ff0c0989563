import { performOperation, type Settle } from "../audit/record-operation.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import { type ProofRefusal, type StepUpDemand, spendProof } from "../step-up/spend-proof.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { factorEvent, kindOfFactorId, RECORDS_OF } from "./factor-records.ts";
import { preferFactor, readOtherFactors } from "./held-factors.ts";

/**
 * Takes a suspended authenticator app or phone into use again. Only another one in use can prove it: a
 * suspended one verifies nothing, so that nobody resumes what was taken from them by means of it. `alongside` runs in
 * the same transaction.
 *
 * Refused as `spendProof` does, and with `not_found` when there is no suspended one of that id.
 */
export async function resumeFactor<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "factors" | "random" | "tokenHash" | "unitOfWork">,
  input: { demand: StepUpDemand; factorId: string; origin: Origin },
  alongside: (stores: Stores, resumed: { label: string; atMillis: number }) => Promise<void>,
  settle?: Settle<Stores, { readonly outcome: "resumed" }>,
): Promise<{ readonly outcome: "resumed" } | ProofRefusal | Refusal<"not_found">> {
  const { demand, factorId, origin } = input;
  const { subject, sessionId } = demand;
  const factorKind = kindOfFactorId(factorId);
  const type = factorEvent(factorKind, "resumed");
  const atMillis = deps.clock.nowMillis();
  return performOperation(
    deps,
    { atMillis, ...subject, type, sessionId, factorId, factorKind, origin },
    async (stores, event) => {
      await holdSubject(stores, subject);
      const records = RECORDS_OF[factorKind](stores);
      const factor = await records.find(subject, factorId);
      if (factor?.status !== "suspended") return refuse("not_found");
      event.factorLabel = factor.label;
      const allowance = await spendProof(deps, stores, demand, atMillis);
      if (allowance.outcome === "refused") return allowance;
      const change = { from: "suspended", to: "active" } as const;
      const { active: others } = await readOtherFactors(stores, subject, factorId);
      if (!(await records.changeStatus(subject, factorId, change))) return refuse("not_found");
      // The one that proved it may have been suspended since.
      if (others.length === 0) await preferFactor(stores, subject, factorId);
      await alongside(stores, { label: factor.label, atMillis });
      return { outcome: "resumed" };
    },
    settle,
  );
}

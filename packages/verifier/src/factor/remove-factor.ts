import { performOperation, type Settle } from "../audit/record-operation.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { settleRemoval } from "../policy/first-and-last-factor.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import { isRequired } from "../policy/mandate.ts";
import { type ProofRefusal, type StepUpDemand, spendProof } from "../step-up/spend-proof.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { type FactorRecord, factorEvent, kindOfFactorId, RECORDS_OF } from "./factor-records.ts";
import { heldFactors, isEnrolmentOf } from "./factor-status.ts";
import { passDefaultOn, readOtherFactors } from "./held-factors.ts";

/** What `alongside` is told. */
export interface RemovedFactor {
  readonly factor: FactorRecord;
  /** With the last one two-factor authentication ended. */
  readonly isLast: boolean;
  readonly atMillis: number;
}

/**
 * Removes an authenticator app or a phone. Removing the last factor in use disables two-factor
 * authentication and kills the recovery codes; removing the default makes another one the default. A
 * session may drop its own unconfirmed enrolment without proof, since that protects nothing yet.
 * `alongside` runs in the same transaction when it was one in use or suspended, and is told what went.
 *
 * Refused with `not_found`, with `last_factor` when only suspended ones would be left, with
 * `required_by_policy` when none would and somebody requires one, or as `spendProof` does, removing nothing.
 */
export async function removeFactor<Stores extends VerifierStores>(
  deps: Pick<
    VerifierDeps<Stores>,
    "clock" | "factors" | "mandates" | "random" | "tokenHash" | "unitOfWork"
  >,
  input: { demand: StepUpDemand; factorId: string; origin: Origin },
  alongside: (stores: Stores, removed: RemovedFactor) => Promise<void>,
  settle?: Settle<Stores, { readonly outcome: "removed" }>,
): Promise<
  | { readonly outcome: "removed" }
  | ProofRefusal
  | Refusal<"not_found" | "last_factor" | "required_by_policy">
> {
  const { demand, factorId, origin } = input;
  const { subject, sessionId } = demand;
  const factorKind = kindOfFactorId(factorId);
  const type = factorEvent(factorKind, "removed");
  const atMillis = deps.clock.nowMillis();
  return performOperation(
    deps,
    { atMillis, ...subject, type, sessionId, factorId, factorKind, origin },
    async (stores, event) => {
      await holdSubject(stores, subject);
      const records = RECORDS_OF[factorKind](stores);
      const factor = await records.find(subject, factorId);
      if (factor === undefined) return refuse("not_found");
      event.factorLabel = factor.label;
      const left = await readOtherFactors(stores, subject, factorId);
      const isLast = factor.status === "active" && left.active.length === 0;
      if (isLast && left.held.length > 0) return refuse("last_factor");
      const isOnly = heldFactors([factor]).length > 0 && left.held.length === 0;
      if (isOnly && (await isRequired(deps, stores, subject))) return refuse("required_by_policy");
      if (!isEnrolmentOf(factor, sessionId)) {
        const allowance = await spendProof(deps, stores, demand, atMillis);
        if (allowance.outcome === "refused") return allowance;
      }
      if (!(await records.remove(subject, factorId))) return refuse("not_found");
      if (factor.status !== "pending") {
        await passDefaultOn(stores, subject, factor);
        const isOff = await settleRemoval(deps, stores, subject);
        await alongside(stores, { factor, isLast: isOff, atMillis });
      }
      return { outcome: "removed" };
    },
    settle,
  );
}

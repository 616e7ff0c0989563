import { type Operation, performOperation, type Settle } from "../audit/record-operation.ts";
import { isProtected } from "../factor/second-factors.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import {
  checkProof,
  type ProofRefusal,
  type StepUpDemand,
  spendProof,
} from "../step-up/spend-proof.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { makeRecoveryCodes } from "./make-recovery-codes.ts";

/** New codes, shown this once. */
export interface RegeneratedCodes {
  readonly outcome: "regenerated";
  readonly codes: readonly string[];
}

/**
 * Makes a new set of eight recovery codes; the whole old set dies in the same transaction, and no device is
 * trusted any more. Refused with
 * `no_factor` when there is no factor that the codes could stand in for, and with
 * the refusals of `spendProof` before anything is hashed. `alongside` runs in the transaction
 * that makes them.
 */
export async function regenerateRecoveryCodes<Stores extends VerifierStores>(
  deps: Pick<
    VerifierDeps<Stores>,
    "clock" | "codeHasher" | "factors" | "random" | "tokenHash" | "unitOfWork"
  >,
  input: { demand: StepUpDemand; origin: Origin },
  alongside: (
    stores: Stores,
    made: { count: number; atMillis: number },
  ) => Promise<void> = async () => {},
  settle?: Settle<Stores, RegeneratedCodes>,
): Promise<RegeneratedCodes | ProofRefusal | Refusal<"no_factor">> {
  const { demand, origin } = input;
  const { subject, sessionId } = demand;
  const nowMillis = deps.clock.nowMillis();
  const operation: Operation = {
    atMillis: nowMillis,
    ...subject,
    type: "recovery_codes.regenerated",
    sessionId,
    factorKind: "recovery_code",
    origin,
  };
  const allow = async (stores: VerifierStores, prove: typeof spendProof) => {
    const hasFactor = await isProtected(deps, stores, subject);
    return hasFactor ? prove(deps, stores, demand, nowMillis) : refuse("no_factor");
  };
  const early = await deps.unitOfWork.read((stores) => allow(stores, checkProof));
  if (early.outcome === "refused") return performOperation(deps, operation, async () => early);
  const fresh = await makeRecoveryCodes(deps, nowMillis);
  return performOperation(
    deps,
    operation,
    async (stores) => {
      await holdSubject(stores, subject);
      const allowance = await allow(stores, spendProof);
      if (allowance.outcome === "refused") return allowance;
      await stores.recoveryCodes.replace(subject, fresh.set);
      await stores.trustedDevices.forget(subject);
      await alongside(stores, { count: fresh.codes.length, atMillis: nowMillis });
      return { outcome: "regenerated", codes: fresh.codes };
    },
    settle,
  );
}

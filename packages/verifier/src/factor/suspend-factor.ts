import { performOperation, type Settle } from "../audit/record-operation.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import { type ProofRefusal, type StepUpDemand, spendProof } from "../step-up/spend-proof.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { factorEvent, kindOfFactorId, type NamedKind, RECORDS_OF } from "./factor-records.ts";
import { heldFactors } from "./factor-status.ts";
import { passDefaultOn, readOtherFactors } from "./held-factors.ts";

/** What has just been suspended. */
export interface SuspendedFactor {
  readonly label: string;
  readonly atMillis: number;
  /** Whether none is in use any more. */
  readonly isLast: boolean;
}

/**
 * Takes an authenticator app or a phone out of use at once: it verifies nothing until it is resumed. Two-factor
 * authentication stays on, even when it was the last one in use: then recovery codes are what is left. No device
 * is trusted any more.
 * Suspending a suspended one changes nothing. `alongside` runs in the same transaction when it was in use.
 *
 * Refused as `spendProof` does, with `not_found` when there is no confirmed one, and with `last_factor`
 * when nothing would be left to sign in with; a session begun with a recovery code may suspend that one
 * too, since it can enrol another.
 */
export async function suspendFactor<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "factors" | "random" | "tokenHash" | "unitOfWork">,
  input: { demand: StepUpDemand; factorId: string; origin: Origin },
  alongside: (stores: Stores, suspended: SuspendedFactor) => Promise<void>,
  settle?: Settle<Stores, { readonly outcome: "suspended" }>,
): Promise<
  { readonly outcome: "suspended" } | ProofRefusal | Refusal<"not_found" | "last_factor">
> {
  const { demand, factorId, origin } = input;
  const { subject, sessionId } = demand;
  const factorKind = kindOfFactorId(factorId);
  const type = factorEvent(factorKind, "suspended");
  const atMillis = deps.clock.nowMillis();
  return performOperation(
    deps,
    { atMillis, ...subject, type, sessionId, factorId, factorKind, origin },
    async (stores, event) => {
      await holdSubject(stores, subject);
      const records = RECORDS_OF[factorKind](stores);
      const factor = await records.find(subject, factorId);
      if (factor === undefined || heldFactors([factor]).length === 0) return refuse("not_found");
      event.factorLabel = factor.label;
      const others = (await readOtherFactors(stores, subject, factorId)).active;
      const isLast = others.length === 0;
      // A phone proves nothing while there is an app, suspended or not: codes must be left then.
      const isStranded = !others.some(({ id }) => isAsStrong(kindOfFactorId(id), factorKind));
      if (isStranded && !(await isWayLeft(stores, demand))) return refuse("last_factor");
      const allowance = await spendProof(deps, stores, demand, atMillis);
      if (allowance.outcome === "refused") return allowance;
      const change = { from: "active", to: "suspended" } as const;
      if (await records.changeStatus(subject, factorId, change)) {
        await passDefaultOn(stores, subject, factor);
        await stores.trustedDevices.forget(subject);
        await alongside(stores, { label: factor.label, atMillis, isLast });
      }
      return { outcome: "suspended" };
    },
    settle,
  );
}

/** Whether a factor of one kind proves whatever one of the other does. */
function isAsStrong(kind: NamedKind, other: NamedKind): boolean {
  return kind === "totp" || other === "sms";
}

/** Whether the account can be signed in to when no factor is in use. */
async function isWayLeft(stores: VerifierStores, demand: StepUpDemand): Promise<boolean> {
  if (demand.recoveryEnrolmentEndsMillis !== undefined) return true;
  const codes = await stores.recoveryCodes.find(demand.subject);
  return codes !== undefined && codes.remaining > 0;
}

import { performOperation, type Settle } from "../audit/record-operation.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { settleRemoval } from "../policy/first-and-last-factor.ts";
import { type ProofRefusal, type StepUpDemand, spendProof } from "../step-up/spend-proof.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { activeFactors, heldFactors, isEnrolmentOf, type TotpFactor } from "./totp-factor.ts";

/** What `alongside` is told. */
export interface RemovedTotp {
  readonly factor: TotpFactor;
  /** With the last one two-factor authentication ended. */
  readonly isLast: boolean;
  readonly atMillis: number;
}

/**
 * Removes an authenticator. Removing the last active one disables two-factor authentication and kills
 * the recovery codes; removing the default makes the oldest other one the default. A session may drop
 * its own unconfirmed enrolment without proof, since that protects nothing yet. `alongside` runs in the
 * same transaction when it was one in use or suspended, and is told what went.
 *
 * Refused with `not_found`, with `last_factor` when only suspended ones would be left, or as `spendProof`
 * does, removing nothing.
 */
export async function removeTotp<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "factors" | "random" | "tokenHash" | "unitOfWork">,
  input: { demand: StepUpDemand; factorId: string; origin: Origin },
  alongside: (stores: Stores, removed: RemovedTotp) => Promise<void>,
  settle?: Settle<Stores, { readonly outcome: "removed" }>,
): Promise<{ readonly outcome: "removed" } | ProofRefusal | Refusal<"not_found" | "last_factor">> {
  const { demand, factorId, origin } = input;
  const { subject, sessionId } = demand;
  const atMillis = deps.clock.nowMillis();
  return performOperation(
    deps,
    { atMillis, ...subject, type: "totp.removed", sessionId, factorId, factorKind: "totp", origin },
    async (stores, event) => {
      await stores.signInSettings.hold(subject);
      const factor = await stores.totp.find(subject, factorId);
      if (factor === undefined) return refuse("not_found");
      event.factorLabel = factor.label;
      const left = (await stores.totp.list(subject)).filter(({ id }) => id !== factorId);
      const isLast = factor.status === "active" && activeFactors(left).length === 0;
      if (isLast && heldFactors(left).length > 0) return refuse("last_factor");
      if (!isEnrolmentOf(factor, sessionId)) {
        const allowance = await spendProof(deps, stores, demand, atMillis);
        if (allowance.outcome === "refused") return allowance;
      }
      if (!(await stores.totp.remove(subject, factorId))) return refuse("not_found");
      if (factor.status !== "pending") {
        const [next] = activeFactors(left);
        if (next && factor.isDefault) await stores.totp.makeDefault(subject, next.id);
        const isOff = await settleRemoval(deps, stores, subject);
        await alongside(stores, { factor, isLast: isOff, atMillis });
      }
      return { outcome: "removed" };
    },
    settle,
  );
}

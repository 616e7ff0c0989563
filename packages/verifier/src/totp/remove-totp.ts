import { performOperation } from "../audit/record-operation.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { settleRemoval } from "../policy/first-and-last-factor.ts";
import { type ProofRefusal, type StepUpDemand, spendProof } from "../step-up/spend-proof.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { activeFactors, isEnrolmentOf } from "./totp-factor.ts";

/**
 * Removes an authenticator. Removing the last active one disables two-factor authentication and kills
 * the recovery codes; removing the default makes the oldest other one the default. A session may drop
 * its own unconfirmed enrolment without proof, since that protects nothing yet. `alongside` runs in the
 * same transaction when an active one was removed.
 *
 * Refused with `not_found`, or as `spendProof` does, removing nothing.
 */
export async function removeTotp<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "factors" | "random" | "tokenHash" | "unitOfWork">,
  input: { demand: StepUpDemand; factorId: string; origin: Origin },
  alongside: (stores: Stores) => Promise<void>,
): Promise<{ readonly outcome: "removed" } | ProofRefusal | Refusal<"not_found">> {
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
      if (!isEnrolmentOf(factor, sessionId)) {
        const allowance = await spendProof(deps, stores, demand, atMillis);
        if (allowance.outcome === "refused") return allowance;
      }
      if (!(await stores.totp.remove(subject, factorId))) return refuse("not_found");
      if (factor.status === "active") {
        const next = activeFactors(await stores.totp.list(subject))[0];
        if (next && factor.isDefault) await stores.totp.makeDefault(subject, next.id);
        await settleRemoval(deps, stores, subject);
        await alongside(stores);
      }
      return { outcome: "removed" };
    },
  );
}

import { performOperation, type Settle } from "../audit/record-operation.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { type ProofRefusal, type StepUpDemand, spendProof } from "../step-up/spend-proof.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { activeFactors } from "./totp-factor.ts";

/**
 * Takes a suspended authenticator into use again. Only another one in use can prove it: a suspended one
 * verifies nothing, so that nobody resumes what was taken from them by means of it. `alongside` runs in
 * the same transaction.
 *
 * Refused as `spendProof` does, and with `not_found` when there is no suspended one of that id.
 */
export async function resumeTotp<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "factors" | "random" | "tokenHash" | "unitOfWork">,
  input: { demand: StepUpDemand; factorId: string; origin: Origin },
  alongside: (stores: Stores, resumed: { label: string; atMillis: number }) => Promise<void>,
  settle?: Settle<Stores, { readonly outcome: "resumed" }>,
): Promise<{ readonly outcome: "resumed" } | ProofRefusal | Refusal<"not_found">> {
  const { demand, factorId, origin } = input;
  const { subject, sessionId } = demand;
  const atMillis = deps.clock.nowMillis();
  return performOperation(
    deps,
    { atMillis, ...subject, type: "totp.resumed", sessionId, factorId, factorKind: "totp", origin },
    async (stores, event) => {
      await stores.signInSettings.hold(subject);
      const factor = await stores.totp.find(subject, factorId);
      if (factor?.status !== "suspended") return refuse("not_found");
      event.factorLabel = factor.label;
      const allowance = await spendProof(deps, stores, demand, atMillis);
      if (allowance.outcome === "refused") return allowance;
      const change = { from: "suspended", to: "active" } as const;
      const others = activeFactors(await stores.totp.list(subject));
      if (!(await stores.totp.changeStatus(subject, factorId, change))) return refuse("not_found");
      // The one that proved it may have been suspended since.
      if (others.length === 0) await stores.totp.makeDefault(subject, factorId);
      await alongside(stores, { label: factor.label, atMillis });
      return { outcome: "resumed" };
    },
    settle,
  );
}

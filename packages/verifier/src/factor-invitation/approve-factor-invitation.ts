import { performOperation, type Settle } from "../audit/record-operation.ts";
import { activeFactors, heldFactors } from "../factor/factor-status.ts";
import { listSecondFactors } from "../factor/second-factors.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { dropEnrolments } from "../policy/first-and-last-factor.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import { type ProofRefusal, type StepUpDemand, spendProof } from "../step-up/spend-proof.ts";
import { MAX_TOTP_FACTORS } from "../totp/totp-factor.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";

/**
 * Takes into use what a second person enrolled by an invitation. Refused as `spendProof` does, with
 * `not_found` when nothing waits for it, `no_factor` when the account has no other factor in use by
 * now, and `too_many_factors` at ten. Where it is the first app in use, enrolments that wait are dropped: a
 * text was enough to begin them.
 */
export async function approveFactorInvitation<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "factors" | "random" | "tokenHash" | "unitOfWork">,
  input: { demand: StepUpDemand; invitationId: string; origin: Origin },
  alongside: (stores: Stores, approved: { label: string; atMillis: number }) => Promise<void>,
  settle?: Settle<Stores, { readonly outcome: "approved" }>,
): Promise<
  | { readonly outcome: "approved" }
  | ProofRefusal
  | Refusal<"not_found" | "no_factor" | "too_many_factors">
> {
  const { demand, invitationId: target, origin } = input;
  const { subject, sessionId } = demand;
  const atMillis = deps.clock.nowMillis();
  return performOperation(
    deps,
    { atMillis, ...subject, type: "factor_invitation.approved", sessionId, target, origin },
    async (stores, event) => {
      await holdSubject(stores, subject);
      const invitation = await stores.factorInvitations.find(subject, target);
      const factorId = invitation?.enrolled?.factorId ?? "";
      const isOver = invitation === undefined || invitation.expiresAtMillis <= atMillis;
      const factor = await stores.totp.find(subject, factorId);
      if (isOver || factor?.status !== "awaiting_approval") return refuse("not_found");
      event.factorId = factorId;
      event.factorKind = "totp";
      event.factorLabel = factor.label;
      if ((await listSecondFactors(deps, stores, subject)).length === 0) return refuse("no_factor");
      const apps = await stores.totp.list(subject);
      if (heldFactors(apps).length >= MAX_TOTP_FACTORS) return refuse("too_many_factors");
      const allowance = await spendProof(deps, stores, demand, atMillis);
      if (allowance.outcome === "refused") return allowance;
      const change = { from: "awaiting_approval", to: "active" } as const;
      await stores.totp.changeStatus(subject, factorId, change);
      if (activeFactors(apps).length === 0) await dropEnrolments(stores, subject);
      await stores.factorInvitations.remove(subject, target);
      await alongside(stores, { label: factor.label, atMillis });
      return { outcome: "approved" };
    },
    settle,
  );
}

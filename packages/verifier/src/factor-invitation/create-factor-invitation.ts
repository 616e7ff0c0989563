import { performOperation, type Settle } from "../audit/record-operation.ts";
import { listSecondFactors } from "../factor/second-factors.ts";
import { newId, newToken } from "../platform/ids.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import { type ProofRefusal, type StepUpDemand, spendProof } from "../step-up/spend-proof.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { type FactorInvitation, INVITATION_MILLIS, MAX_INVITATIONS } from "./factor-invitation.ts";

/** An invitation, with the token of its link, which is shown this once. */
export interface CreatedInvitation {
  readonly outcome: "created";
  readonly invitation: FactorInvitation;
  readonly token: string;
}

/**
 * Invites a second person who knows the account's password to enrol an authenticator of their own. What
 * they enrol opens nothing until `approveFactorInvitation`. Refused as `spendProof` does, with `no_factor`
 * when the account has no authenticator in use, and with `too_many_factors` at five invitations.
 */
export async function createFactorInvitation<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "factors" | "random" | "tokenHash" | "unitOfWork">,
  input: { demand: StepUpDemand; origin: Origin },
  alongside: (stores: Stores, atMillis: number) => Promise<void>,
  settle?: Settle<Stores, CreatedInvitation>,
): Promise<CreatedInvitation | ProofRefusal | Refusal<"no_factor" | "too_many_factors">> {
  const { demand, origin } = input;
  const { subject, sessionId } = demand;
  const atMillis = deps.clock.nowMillis();
  const token = newToken(deps.random, "twl_invitation");
  const invitation: FactorInvitation = {
    ...subject,
    id: newId(deps.random, "inv", atMillis),
    tokenDigest: deps.tokenHash.digest(token),
    createdAtMillis: atMillis,
    expiresAtMillis: atMillis + INVITATION_MILLIS,
  };
  return performOperation(
    deps,
    { atMillis, ...subject, type: "factor_invitation.created", sessionId, origin },
    async (stores, event) => {
      await holdSubject(stores, subject);
      if ((await listSecondFactors(deps, stores, subject)).length === 0) return refuse("no_factor");
      const others = await stores.factorInvitations.list(subject, atMillis);
      if (others.length >= MAX_INVITATIONS) return refuse("too_many_factors");
      const allowance = await spendProof(deps, stores, demand, atMillis);
      if (allowance.outcome === "refused") return allowance;
      await stores.factorInvitations.insert(invitation);
      event.target = invitation.id;
      await alongside(stores, atMillis);
      return { outcome: "created", invitation, token };
    },
    settle,
  );
}

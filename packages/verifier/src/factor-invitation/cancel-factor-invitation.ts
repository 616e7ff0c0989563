import { performOperation } from "../audit/record-operation.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin, Subject } from "../platform/subject.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";

/**
 * Takes an invitation back, with whatever was enrolled by it and not approved. Needs no proof: it only
 * keeps somebody out. Refused with `not_found` when there is none.
 */
export async function cancelFactorInvitation<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "random" | "unitOfWork">,
  input: { subject: Subject; sessionId: string; invitationId: string; origin: Origin },
): Promise<{ readonly outcome: "cancelled" } | Refusal<"not_found">> {
  const { subject, sessionId, invitationId: target, origin } = input;
  const atMillis = deps.clock.nowMillis();
  return performOperation(
    deps,
    { atMillis, ...subject, type: "factor_invitation.cancelled", sessionId, target, origin },
    async (stores) => {
      await holdSubject(stores, subject);
      const invitation = await stores.factorInvitations.find(subject, target);
      if (invitation === undefined) return refuse("not_found");
      await stores.factorInvitations.remove(subject, target);
      await stores.totp.removePendingOf(subject, target);
      const { enrolled } = invitation;
      if (enrolled !== undefined) await stores.totp.remove(subject, enrolled.factorId);
      return { outcome: "cancelled" };
    },
  );
}

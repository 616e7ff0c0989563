import { performOperation } from "../audit/record-operation.ts";
import { LostClaim } from "../challenge/lost-claim.ts";
import { requireReliableClock } from "../platform/clock.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { isTotpCode, matchTotp } from "../totp/match-totp.ts";
import { PENDING_TOTP_ATTEMPTS } from "../totp/totp-factor.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { INVITATION_MILLIS, isUsable } from "./factor-invitation.ts";

/** Refusals of a confirmation; none of them says whether the link or the ticket was wrong. */
type Refused = Refusal<"not_found" | "challenge_closed" | "invalid_code" | "malformed_answer">;

/**
 * Proves what an invitation enrolled with its current code, and uses up the link and the ticket. The
 * authenticator then waits for its approval and verifies nothing. `alongside` runs in the same transaction.
 *
 * Refused with `not_found` for an unknown ticket, link or enrolment, with `challenge_closed` when one of
 * them is over or has seen ten wrong codes, and with `invalid_code`.
 */
export async function confirmInvitedTotp<Stores extends VerifierStores>(
  deps: Pick<
    VerifierDeps<Stores>,
    "clock" | "hmac" | "random" | "secretBox" | "tokenHash" | "unitOfWork"
  >,
  input: {
    challengeId: string;
    boundTo: string;
    invitationToken: string;
    factorId: string;
    code: string;
    label?: string | undefined;
    origin: Origin;
  },
  alongside: (
    stores: Stores,
    enrolled: { accountId: string; label: string; atMillis: number },
  ) => Promise<void>,
): Promise<{ readonly outcome: "awaiting_approval"; readonly expiresAtMillis: number } | Refused> {
  const { challengeId, boundTo, factorId, code, origin } = input;
  if (!isTotpCode(code)) return refuse("malformed_answer");
  requireReliableClock(deps.clock);
  const nowMillis = deps.clock.nowMillis();
  const tokenDigest = deps.tokenHash.digest(input.invitationToken);
  const found = await deps.unitOfWork.write(async (stores) => {
    const challenge = await stores.challenges.find(challengeId, boundTo);
    if (challenge === undefined) return undefined;
    const { projectId, subjectId } = challenge;
    const subject = { projectId, subjectId };
    const invitation = await stores.factorInvitations.findByToken(subject, tokenDigest);
    const factor = await stores.totp.find(subject, factorId);
    if (invitation === undefined || factor?.sessionId !== invitation.id) return undefined;
    const by = { sessionId: invitation.id, nowMillis, maxAttempts: PENDING_TOTP_ATTEMPTS };
    const isCounted =
      isUsable(invitation, nowMillis) &&
      (await stores.totp.reserveConfirmation(subject, factorId, by));
    return { subject, invitation, factor, isCounted };
  });
  if (found === undefined) return refuse("not_found");
  const { subject, invitation, factor, isCounted } = found;
  const { label = factor.label } = input;
  const operation = {
    atMillis: nowMillis,
    ...subject,
    type: "totp.confirmed",
    challengeId,
    factorId,
    factorKind: "totp",
    factorLabel: label,
    target: invitation.id,
    origin,
  } as const;
  const refused = <Reason extends string>(reason: Reason) =>
    performOperation(deps, operation, async () => refuse(reason));
  if (!isCounted) return refused("challenge_closed");
  const step = matchTotp(deps, factor, code, nowMillis);
  if (step === undefined) return refused("invalid_code");
  const expiresAtMillis = nowMillis + INVITATION_MILLIS;
  try {
    return await performOperation(deps, operation, async (stores) => {
      const enrolled = { factorId, atMillis: nowMillis, ip: origin.ip };
      const by = { step, isDefault: false, label, nowMillis };
      const change = { from: "active", to: "awaiting_approval" } as const;
      const isDone =
        (await stores.challenges.satisfy(challengeId, { nowMillis })) &&
        (await stores.factorInvitations.use(subject, invitation.id, {
          enrolled,
          expiresAtMillis,
        })) &&
        (await stores.totp.activate(subject, factorId, by)) &&
        (await stores.totp.changeStatus(subject, factorId, change));
      if (!isDone) throw new LostClaim("challenge_closed");
      await alongside(stores, { accountId: subject.subjectId, label, atMillis: nowMillis });
      return { outcome: "awaiting_approval", expiresAtMillis };
    });
  } catch (error) {
    if (error instanceof LostClaim) return refused("challenge_closed");
    throw error;
  }
}

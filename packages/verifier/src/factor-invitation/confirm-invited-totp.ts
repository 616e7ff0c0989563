import { type Operation, performOperation, type Settle } from "../audit/record-operation.ts";
import { isAnswerable } from "../challenge/challenge.ts";
import { LostClaim } from "../challenge/lost-claim.ts";
import { requireReliableClock } from "../platform/clock.ts";
import { isDigitCode } from "../platform/digit-code.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin, Subject } from "../platform/subject.ts";
import { givingBackOnFault } from "../throttle/reserve-attempt.ts";
import { matchTotp } from "../totp/match-totp.ts";
import { PENDING_TOTP_ATTEMPTS, type TotpFactor } from "../totp/totp-factor.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { type FactorInvitation, INVITATION_MILLIS, isUsable } from "./factor-invitation.ts";

/** Refusals of a confirmation; none of them says whether the link or the ticket was wrong. */
type Refused = Refusal<"not_found" | "challenge_closed" | "invalid_code" | "malformed_answer">;

type Deps<Stores extends VerifierStores> = Pick<
  VerifierDeps<Stores>,
  "clock" | "hmac" | "random" | "secretBox" | "tokenHash" | "unitOfWork"
>;

interface Confirmation {
  readonly challengeId: string;
  /** `ticket:{digest}` of the sign-in. */
  readonly boundTo: string;
  readonly invitationToken: string;
  readonly factorId: string;
  readonly code: string;
  readonly label?: string | undefined;
  readonly origin: Origin;
}

/** Enrolled, and worth nothing before the inviter approves it. */
export interface ConfirmedInvitedTotp {
  readonly outcome: "awaiting_approval";
  readonly expiresAtMillis: number;
}

/** What the account is told of. */
interface EnrolledByGuest {
  readonly accountId: string;
  readonly label: string;
  readonly atMillis: number;
}

/**
 * Proves what an invitation enrolled with its current code, and uses up the link and the ticket. The
 * authenticator then waits for its approval and verifies nothing. `alongside` runs in the same transaction.
 *
 * Refused with `not_found` for an unknown ticket, link or enrolment, with `challenge_closed` when one of
 * them is over or has seen ten wrong codes, and with `invalid_code`.
 */
export async function confirmInvitedTotp<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  input: Confirmation,
  alongside: (stores: Stores, enrolled: EnrolledByGuest) => Promise<void>,
  settle?: Settle<Stores, ConfirmedInvitedTotp>,
): Promise<ConfirmedInvitedTotp | Refused> {
  if (!isDigitCode(input.code)) return refuse("malformed_answer");
  requireReliableClock(deps.clock);
  const nowMillis = deps.clock.nowMillis();
  const turn = await reserve(deps, input, nowMillis);
  if (turn === undefined) return refuse("not_found");
  const { operation, factor } = turn;
  const refused = <Reason extends string>(reason: Reason) =>
    performOperation(deps, operation, async () => refuse(reason));
  if (!turn.isCounted) return refused("challenge_closed");
  const { step } = matchTotp(deps, factor, input.code, nowMillis);
  if (step === undefined) return refused("invalid_code");
  const expiresAtMillis = nowMillis + INVITATION_MILLIS;
  const finish = () =>
    performOperation(
      deps,
      operation,
      async (stores: Stores): Promise<ConfirmedInvitedTotp> => {
        if (!(await claim(stores, input, turn, { step, expiresAtMillis }))) {
          throw new LostClaim("challenge_closed");
        }
        const { subjectId: accountId, label } = turn;
        await alongside(stores, { accountId, label, atMillis: nowMillis });
        return { outcome: "awaiting_approval", expiresAtMillis };
      },
      settle,
    );
  try {
    return await givingBackOnFault(finish, () =>
      deps.unitOfWork.write((stores) => stores.totp.releaseConfirmation(turn, input.factorId)),
    );
  } catch (error) {
    if (error instanceof LostClaim) return refused("challenge_closed");
    throw error;
  }
}

/** A code whose attempt is counted, unless its time is over. */
interface Turn extends Subject {
  readonly invitation: FactorInvitation;
  readonly factor: TotpFactor;
  readonly label: string;
  readonly isCounted: boolean;
  readonly operation: Operation;
}

function reserve<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  input: Confirmation,
  nowMillis: number,
): Promise<Turn | undefined> {
  const { challengeId, boundTo, factorId, origin } = input;
  const tokenDigest = deps.tokenHash.digest(input.invitationToken);
  return deps.unitOfWork.write(async (stores) => {
    const challenge = await stores.challenges.find(challengeId, boundTo);
    if (challenge === undefined) return undefined;
    const { projectId, subjectId } = challenge;
    const subject = { projectId, subjectId };
    const invitation = await stores.factorInvitations.findByToken(subject, tokenDigest);
    const factor = await stores.totp.find(subject, factorId);
    if (invitation === undefined || factor?.sessionId !== invitation.id) return undefined;
    const by = { sessionId: invitation.id, nowMillis, maxAttempts: PENDING_TOTP_ATTEMPTS };
    const isCounted =
      isAnswerable(challenge, nowMillis) &&
      isUsable(invitation, nowMillis) &&
      (await stores.totp.reserveConfirmation(subject, factorId, by));
    const { label = factor.label } = input;
    const operation: Operation = {
      atMillis: nowMillis,
      ...subject,
      type: "totp.confirmed",
      challengeId,
      factorId,
      factorKind: "totp",
      factorLabel: label,
      target: invitation.id,
      origin,
    };
    return { ...subject, invitation, factor, label, isCounted, operation };
  });
}

/** Uses up the ticket, the link and the enrolment. False when one of them went to somebody faster. */
async function claim(
  stores: VerifierStores,
  { challengeId, factorId, origin }: Confirmation,
  { projectId, subjectId, invitation, label, operation }: Turn,
  by: { step: number; expiresAtMillis: number },
): Promise<boolean> {
  const subject = { projectId, subjectId };
  const { atMillis: nowMillis } = operation;
  const enrolled = { factorId, atMillis: nowMillis, ip: origin.ip };
  const { step, expiresAtMillis } = by;
  const proof = { step, isDefault: false, label, nowMillis };
  const change = { from: "active", to: "awaiting_approval" } as const;
  return (
    (await stores.challenges.satisfy(challengeId, { nowMillis })) &&
    (await stores.factorInvitations.use(subject, invitation.id, { enrolled, expiresAtMillis })) &&
    (await stores.totp.activate(subject, factorId, proof)) &&
    (await stores.totp.changeStatus(subject, factorId, change))
  );
}

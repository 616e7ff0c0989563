import { DEFAULT_TOTP_PARAMETERS, encodeBase32, formatOtpauthUri } from "@twinlatch/otp";
import { performOperation } from "../audit/record-operation.ts";
import { isAnswerable } from "../challenge/challenge.ts";
import { newId } from "../platform/ids.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { holdSubject } from "../policy/hold-subject.ts";
import type { EnrolledTotp } from "../totp/enrol-totp.ts";
import {
  PENDING_TOTP_MILLIS,
  TOTP_SECRET_BYTES,
  type TotpFactor,
  totpSecretPlace,
} from "../totp/totp-factor.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { isUsable } from "./factor-invitation.ts";

/**
 * Begins to enrol an authenticator by an invitation, for whoever holds its link and, with a sign-in's
 * ticket, the password of the same account. Doing it again begins anew.
 *
 * Refused with `not_found` for an unknown ticket or another account's link, and with `challenge_closed`
 * when the sign-in is over, or the link was used or has expired.
 */
export async function enrolInvitedTotp<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "random" | "secretBox" | "tokenHash" | "unitOfWork">,
  input: {
    challengeId: string;
    /** `ticket:{digest}` of the sign-in. */
    boundTo: string;
    invitationToken: string;
    label: string;
    issuer: string;
    account: string;
    origin: Origin;
  },
): Promise<EnrolledTotp | Refusal<"not_found" | "challenge_closed">> {
  const { challengeId, boundTo, label, issuer, account, origin } = input;
  const atMillis = deps.clock.nowMillis();
  const challenge = await deps.unitOfWork.read((stores) =>
    stores.challenges.find(challengeId, boundTo),
  );
  if (challenge === undefined) return refuse("not_found");
  const { projectId, subjectId } = challenge;
  const subject = { projectId, subjectId };
  const secret = deps.random.bytes(TOTP_SECRET_BYTES);
  const id = newId(deps.random, "fac", atMillis);
  const sealedSecret = deps.secretBox.seal(secret, totpSecretPlace(subject, id));
  const key = { type: "totp", issuer, account, secret, ...DEFAULT_TOTP_PARAMETERS } as const;
  const shown = { secret: encodeBase32(secret), uri: formatOtpauthUri(key) };
  const tokenDigest = deps.tokenHash.digest(input.invitationToken);
  return performOperation(
    deps,
    { atMillis, ...subject, type: "totp.enrolled", challengeId, factorKind: "totp", origin },
    async (stores, event) => {
      await holdSubject(stores, subject);
      const invitation = await stores.factorInvitations.findByToken(subject, tokenDigest);
      if (invitation === undefined) return refuse("not_found");
      event.target = invitation.id;
      event.factorLabel = label;
      const isOpen = isAnswerable(challenge, atMillis) && isUsable(invitation, atMillis);
      if (!isOpen) return refuse("challenge_closed");
      const factor: TotpFactor = {
        ...subject,
        ...DEFAULT_TOTP_PARAMETERS,
        id,
        label,
        status: "pending",
        isDefault: false,
        sealedSecret,
        lastStep: -1,
        consecutiveFailures: 0,
        // It belongs to the invitation: no session can confirm it, or see it.
        sessionId: invitation.id,
        createdAtMillis: atMillis,
        expiresAtMillis: atMillis + PENDING_TOTP_MILLIS,
      };
      await stores.totp.removePendingOf(subject, invitation.id);
      await stores.totp.insert(factor);
      event.factorId = id;
      return { outcome: "enrolled", factor, ...shown };
    },
  );
}

import type { Subject } from "../platform/subject.ts";

/** How long a link lives, and how long what was enrolled by it waits for its approval. */
export const INVITATION_MILLIS: number = 24 * 60 * 60_000;
/** Invitations one subject can have at a time. */
export const MAX_INVITATIONS = 5;

/** Lets a second person on an account enrol an authenticator of their own, which the first then approves. */
export interface FactorInvitation extends Subject {
  readonly id: string;
  /** Digest of the token in the link. */
  readonly tokenDigest: string;
  readonly createdAtMillis: number;
  readonly expiresAtMillis: number;
  /** What was enrolled by it; undefined while the link is unused. A link works once. */
  readonly enrolled?: EnrolledByInvitation | undefined;
}

/** What the approver is told of whoever used the link. */
export interface EnrolledByInvitation {
  readonly factorId: string;
  readonly atMillis: number;
  readonly ip: string;
}

/** Whether the link can still be used. */
export function isUsable(invitation: FactorInvitation, nowMillis: number): boolean {
  return invitation.enrolled === undefined && nowMillis < invitation.expiresAtMillis;
}

import type { Subject } from "../platform/subject.ts";
import type { EnrolledByInvitation, FactorInvitation } from "./factor-invitation.ts";

/** The invitations of all subjects. One that was approved or cancelled is deleted. */
export interface FactorInvitationStore {
  insert(invitation: FactorInvitation): Promise<void>;
  find(subject: Subject, invitationId: string): Promise<FactorInvitation | undefined>;
  /** The one of a link; undefined when it is another subject's. */
  findByToken(subject: Subject, tokenDigest: string): Promise<FactorInvitation | undefined>;
  /** All of the subject's that have not expired, oldest first. */
  list(subject: Subject, nowMillis: number): Promise<readonly FactorInvitation[]>;
  /**
   * Uses the link up, by one conditional write, and sets until when the approval may come. False when it
   * was used before or has expired.
   */
  use(
    subject: Subject,
    invitationId: string,
    by: { enrolled: EnrolledByInvitation; expiresAtMillis: number },
  ): Promise<boolean>;
  /** False when it was gone. */
  remove(subject: Subject, invitationId: string): Promise<boolean>;
  /** Deletes what expired before, with what waits for an approval by it; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

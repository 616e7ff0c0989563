import type { SecretPlace } from "../platform/secret-box.ts";
import type { Subject } from "../platform/subject.ts";
import type { TextChannel } from "./text-carrier.ts";

/** What a text is for. */
export type TextPurpose = "enrolment" | "sign_in" | "step_up" | "notice";

/** Why a text was not sent, or would not have been if the fraud rules were enforced. */
export type TextRefusalCause =
  | "number"
  | "subject"
  | "address"
  | "prefix"
  | "prefix_suspended"
  | "installation"
  | "country"
  | "channel";

/**
 * `refused`: never sent; its row is the record of that decision. `waiting`: to be handed over.
 * `handing_over`: a process is doing so; it is never tried again. `uncertain`: it may have been sent.
 */
export type TextStatus =
  | "refused"
  | "waiting"
  | "handing_over"
  | "handed_over"
  | "failed"
  | "uncertain"
  | "delivered"
  | "undelivered";

/** One decision to send a text or not, and what became of it. Names no number. */
export interface TextMessage extends Subject {
  readonly id: string;
  readonly purpose: TextPurpose;
  readonly channel: TextChannel;
  readonly status: TextStatus;
  readonly cause?: TextRefusalCause | undefined;
  /** Keyed hash of the number: whose budget it is counted in. */
  readonly numberKey: string;
  readonly country?: string | undefined;
  readonly prefix: string;
  readonly addressBlock: string;
  /** Number and words, sealed for `textPlace`; empty once it is handed over or was refused. */
  readonly sealedMessage: Uint8Array;
  readonly provider?: string | undefined;
  readonly providerMessageId?: string | undefined;
  readonly createdAtMillis: number;
  readonly expiresAtMillis: number;
  readonly redeemedAtMillis?: number | undefined;
  /** What was counted in the budgets of the number and the subject: taken back when it was not sent. */
  readonly numberAttempt?: string | undefined;
  readonly subjectAttempt?: string | undefined;
}

/** How long what was decided is kept: enough to see a month. */
export const TEXT_RECORD_MILLIS: number = 30 * 24 * 60 * 60_000;
/** After this a process that was handing a text over has gone. */
export const HAND_OVER_LEASE_MILLIS = 60_000;

/** Where a waiting text is sealed for. */
export function textPlace(subject: Subject, textId: string): SecretPlace {
  return {
    projectId: subject.projectId,
    subjectId: subject.subjectId,
    record: `text/${textId}`,
    field: "message",
  };
}

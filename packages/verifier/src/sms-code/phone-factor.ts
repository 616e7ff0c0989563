import type { FactorStatus } from "../factor/factor-status.ts";
import type { SecretPlace } from "../platform/secret-box.ts";
import type { Subject } from "../platform/subject.ts";
import type { TokenHash } from "../platform/token-hash.ts";
import type { TextChannel } from "../text-message/text-carrier.ts";

/** How long an enrolment waits for its code (NIST SP 800-63B-4 §4.1.2). */
export const PENDING_PHONE_MILLIS: number = 10 * 60_000;
/** Its longest life, however often another code is sent. */
export const MAX_PENDING_PHONE_MILLIS: number = 30 * 60_000;
/** Wrong codes an enrolment forgives before it must be started again. */
export const PENDING_PHONE_ATTEMPTS = 5;
/** Confirmed phones one subject can have. */
export const MAX_PHONES = 5;

/** A telephone that gets codes, confirmed or being enrolled. */
export interface PhoneFactor extends Subject {
  /** Begins with `pho_`. */
  readonly id: string;
  /** What its owner calls it. */
  readonly label: string;
  readonly status: FactorStatus;
  /** Of all factors of the subject, whatever their kind. */
  readonly isDefault: boolean;
  /** The number in E.164 form, sealed for `phonePlace`. Erased with the row. */
  readonly sealedNumber: Uint8Array;
  /** Keyed hash of the number, the same in every project. */
  readonly numberKey: string;
  /** All that is shown of the number: its last two digits. */
  readonly hint: string;
  /** `voice`: a landline, which is only called. */
  readonly channel: TextChannel;
  /** Wrong codes since the last right one. */
  readonly consecutiveFailures: number;
  /** The session that began the enrolment; only it can confirm. */
  readonly sessionId: string;
  readonly createdAtMillis: number;
  /** When a pending enrolment dies. Without meaning once active. */
  readonly expiresAtMillis: number;
  readonly lastUsedAtMillis?: number | undefined;
}

/** Where a phone's number is sealed for. */
export function phonePlace(subject: Subject, phoneId: string): SecretPlace {
  return {
    projectId: subject.projectId,
    subjectId: subject.subjectId,
    record: `phone/${phoneId}`,
    field: "number",
  };
}

/** What a number is counted and recognised by. */
export function numberKeyOf(deps: { readonly tokenHash: TokenHash }, e164: string): string {
  return deps.tokenHash.keyed("phone-number", e164);
}

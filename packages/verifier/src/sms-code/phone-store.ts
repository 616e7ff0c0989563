import type { FactorStatus } from "../factor/factor-status.ts";
import type { Subject } from "../platform/subject.ts";
import type { PhoneFactor } from "./phone-factor.ts";

/** Phones of all subjects. A phone of another subject is as absent as an unknown one. */
export interface PhoneStore {
  insert(phone: PhoneFactor): Promise<void>;
  find(subject: Subject, phoneId: string): Promise<PhoneFactor | undefined>;
  /** All of the subject's, oldest first, expired enrolments included. */
  list(subject: Subject): Promise<readonly PhoneFactor[]>;
  /**
   * Counts one attempt to confirm a pending enrolment, by one conditional write. False when it is not
   * pending, has expired, belongs to another session, or has used up `maxAttempts`.
   */
  reserveConfirmation(
    subject: Subject,
    phoneId: string,
    by: { sessionId: string; nowMillis: number; maxAttempts: number },
  ): Promise<boolean>;
  /** Gives one counted attempt to confirm back. Does nothing when there is none. */
  releaseConfirmation(subject: Subject, phoneId: string): Promise<void>;
  /**
   * Lets a pending enrolment live until then, because a new code is sent for it, by one conditional write.
   * False when it is not pending, or has used up `maxAttempts`.
   */
  extendPending(
    subject: Subject,
    phoneId: string,
    by: { untilMillis: number; maxAttempts: number },
  ): Promise<boolean>;
  /**
   * Makes a pending enrolment active, by one conditional write. False when it is no longer pending or
   * has expired: of two confirmations one wins.
   */
  activate(
    subject: Subject,
    phoneId: string,
    by: { isDefault: boolean; label?: string | undefined; nowMillis: number },
  ): Promise<boolean>;
  /** Notes a right code, which ends a row of wrong ones. False when the phone is not active. */
  noteUse(subject: Subject, phoneId: string, nowMillis: number): Promise<boolean>;
  /**
   * Counts one wrong code in a row, by one conditional write. False when the phone is not active or has
   * `maxFailures` counted already.
   */
  countFailure(subject: Subject, phoneId: string, maxFailures: number): Promise<boolean>;
  /** Takes one counted failure back. Does nothing when there is none. */
  releaseFailure(subject: Subject, phoneId: string): Promise<void>;
  /** Disables an active phone that has `maxFailures` in a row. False when it has fewer or is not active. */
  disableFailed(subject: Subject, phoneId: string, maxFailures: number): Promise<boolean>;
  /** Changes the name. False when there is no such active phone. */
  rename(subject: Subject, phoneId: string, label: string): Promise<boolean>;
  /** Makes one active phone the default and all others not. False when there is no such one. */
  makeDefault(subject: Subject, phoneId: string): Promise<boolean>;
  /** Makes none of them the default: something of another kind is. */
  clearDefault(subject: Subject): Promise<void>;
  /**
   * Moves a phone from one status to another, by one conditional write; what is not active is no default
   * either. False when it has not the status it is to leave.
   */
  changeStatus(
    subject: Subject,
    phoneId: string,
    change: { from: FactorStatus; to: FactorStatus },
  ): Promise<boolean>;
  /** Removes a phone of any status, and its number. False when there is none. */
  remove(subject: Subject, phoneId: string): Promise<boolean>;
  /** Removes the pending enrolments that this session began. */
  removePendingOf(subject: Subject, sessionId: string): Promise<void>;
  /** Removes every pending enrolment that expired before; returns how many. */
  purgePending(beforeMillis: number): Promise<number>;
}

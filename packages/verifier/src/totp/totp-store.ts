import type { FactorStatus } from "../factor/factor-status.ts";
import type { Subject } from "../platform/subject.ts";
import type { TotpFactor } from "./totp-factor.ts";

/** Authenticator apps of all subjects. A factor of another subject is as absent as an unknown one. */
export interface TotpStore {
  insert(factor: TotpFactor): Promise<void>;
  find(subject: Subject, factorId: string): Promise<TotpFactor | undefined>;
  /** All of the subject's, oldest first, expired enrolments included. */
  list(subject: Subject): Promise<readonly TotpFactor[]>;
  /**
   * Counts one attempt to confirm a pending enrolment, by one conditional write. False when it is not
   * pending, has expired, belongs to another session, or has used up `maxAttempts`.
   */
  reserveConfirmation(
    subject: Subject,
    factorId: string,
    by: { sessionId: string; nowMillis: number; maxAttempts: number },
  ): Promise<boolean>;
  /** Gives one counted attempt to confirm back. Does nothing when there is none. */
  releaseConfirmation(subject: Subject, factorId: string): Promise<void>;
  /**
   * Makes a pending enrolment active and marks `step` as spent, by one conditional write. False when
   * it is no longer pending or has expired: of two confirmations one wins.
   */
  activate(
    subject: Subject,
    factorId: string,
    by: { step: number; isDefault: boolean; label?: string | undefined; nowMillis: number },
  ): Promise<boolean>;
  /**
   * Moves the last accepted step of an active factor forward to `step`, by one conditional write.
   * False when that step or a later one was accepted already: the code is spent (RFC 6238 §5.2).
   */
  advanceStep(
    subject: Subject,
    factorId: string,
    step: number,
    nowMillis: number,
  ): Promise<boolean>;
  /**
   * Counts one wrong code in a row, by one conditional write. False when the factor is not active or has
   * `maxFailures` counted already. `advanceStep` ends the row.
   */
  countFailure(subject: Subject, factorId: string, maxFailures: number): Promise<boolean>;
  /** Takes one counted failure back. Does nothing when there is none. */
  releaseFailure(subject: Subject, factorId: string): Promise<void>;
  /** Disables an active factor that has `maxFailures` in a row. False when it has fewer or is not active. */
  disableFailed(subject: Subject, factorId: string, maxFailures: number): Promise<boolean>;
  /** Changes the name. False when there is no such active factor. */
  rename(subject: Subject, factorId: string, label: string): Promise<boolean>;
  /** Makes one active factor the default and all others not. False when there is no such one. */
  makeDefault(subject: Subject, factorId: string): Promise<boolean>;
  /** Makes none of them the default: something of another kind is. */
  clearDefault(subject: Subject): Promise<void>;
  /**
   * Moves a factor from one status to another, by one conditional write; what is not active is no
   * default either. False when it has not the status it is to leave.
   */
  changeStatus(
    subject: Subject,
    factorId: string,
    change: { from: FactorStatus; to: FactorStatus },
  ): Promise<boolean>;
  /** Removes a factor of any status. False when there is none. */
  remove(subject: Subject, factorId: string): Promise<boolean>;
  /** Removes the pending enrolments that this session began. */
  removePendingOf(subject: Subject, sessionId: string): Promise<void>;
  /** Removes every pending enrolment that expired before; returns how many. */
  purgePending(beforeMillis: number): Promise<number>;
}

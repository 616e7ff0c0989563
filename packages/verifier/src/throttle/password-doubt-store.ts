import type { Subject } from "../platform/subject.ts";

/** Whose password somebody else seems to know. */
export interface PasswordDoubtStore {
  /**
   * Notes that the owner is told, by one conditional write. False when that was noted after
   * `againAfterMillis`, or the password is retired.
   */
  begin(subject: Subject, nowMillis: number, againAfterMillis: number): Promise<boolean>;
  /** Retires the password, by one conditional write. False when it is. */
  retire(subject: Subject, nowMillis: number): Promise<boolean>;
  isRetired(subject: Subject): Promise<boolean>;
  /** Forgets both, for a new password. */
  clear(subject: Subject): Promise<void>;
  /** Deletes notes made before, of passwords that are not retired; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

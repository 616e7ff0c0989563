import type { Subject } from "../platform/subject.ts";

/** A code that an operator made for somebody who is locked out. */
export interface BreakGlassCode {
  readonly id: string;
  /** Keyed hash of the code's symbols, so that whoever has only the database can make none. */
  readonly codeHash: string;
  readonly createdAtMillis: number;
  readonly expiresAtMillis: number;
}

/** The break-glass codes of all subjects. A subject has one or none. */
export interface BreakGlassStore {
  /** The subject's code that is neither used nor expired. */
  findLive(subject: Subject, nowMillis: number): Promise<BreakGlassCode | undefined>;
  /** Gives the subject a new code; an earlier one is dead. */
  replace(subject: Subject, code: BreakGlassCode): Promise<void>;
  /** Marks the code as used, by one conditional write. False when it was used, replaced, or has expired. */
  consume(subject: Subject, id: string, nowMillis: number): Promise<boolean>;
  /** Deletes codes that expired before the time; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

import type { Subject } from "../platform/subject.ts";
import type { FactorReplacement } from "./replacement.ts";

/** The replacements of all subjects, one each. One that was cancelled is deleted. */
export interface ReplacementStore {
  /**
   * Adds one, in place of one that came to nothing or whose completion was before `staleBeforeMillis`,
   * by conditional writes. False when another is there: of two requests one wins.
   */
  insert(
    replacement: FactorReplacement,
    by: { nowMillis: number; staleBeforeMillis: number },
  ): Promise<boolean>;
  /** The subject's, in whatever state it is. */
  find(subject: Subject): Promise<FactorReplacement | undefined>;
  /** Deletes the one that waits. False when none does. */
  cancel(subject: Subject): Promise<boolean>;
  /**
   * Marks it as completed, by one conditional write. False unless the token is its own, its wait is
   * over, it has not expired and was not completed before.
   */
  complete(subject: Subject, by: { tokenDigest: string; nowMillis: number }): Promise<boolean>;
  /** Gives the one that waits new times. False when none does at `nowMillis`. */
  restart(
    subject: Subject,
    by: Pick<FactorReplacement, "readyAtMillis" | "expiresAtMillis"> & { nowMillis: number },
  ): Promise<boolean>;
  /** Deletes what expired before and was not completed since; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

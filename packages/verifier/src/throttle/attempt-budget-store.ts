import type { Subject } from "../platform/subject.ts";
import type { Lane } from "./lane.ts";

/** One reserved attempt. The id tells two attempts of one millisecond apart. */
export interface Attempt {
  readonly atMillis: number;
  /** Eight letters `a` to `z`. */
  readonly id: string;
}

/** An attempt is allowed while the `nth` newest counted one is not later than `notAfterMillis`. */
export interface AttemptThreshold {
  /** 1 to `REMEMBERED_ATTEMPTS`. */
  readonly nth: number;
  readonly notAfterMillis: number;
}

/** The counted attempts of each (subject, lane). The only place where failures are counted. */
export interface AttemptBudgetStore {
  /**
   * Records the attempt if every threshold allows it, by one conditional write: however many callers
   * arrive together, none passes a spent budget. Returns false, recording nothing, when it is spent.
   */
  appendIfWithin(
    subject: Subject,
    lane: Lane,
    attempt: Attempt,
    thresholds: readonly AttemptThreshold[],
  ): Promise<boolean>;
  /** Takes one attempt back, exactly that one. Does nothing when it is not there. */
  remove(subject: Subject, lane: Lane, attempt: Attempt): Promise<void>;
  /** Times of the counted attempts, newest first, at most `REMEMBERED_ATTEMPTS` of them. */
  list(subject: Subject, lane: Lane): Promise<readonly number[]>;
  /** Takes all attempts of a subject's lane back. */
  clear(subject: Subject, lane: Lane): Promise<void>;
  /** Deletes budgets whose newest attempt is before `beforeMillis`; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

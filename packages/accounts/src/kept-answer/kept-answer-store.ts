import type { KeptAnswer } from "./kept-answer.ts";

/** All answers that are kept for those who ask again. */
export interface KeptAnswerStore {
  /**
   * Keeps an answer. False, changing nothing, when one is kept under this id that has not expired at
   * `nowMillis`: of two transactions that insert it at once, the slower waits for the faster and then
   * learns that it lost.
   */
  insert(answer: KeptAnswer, nowMillis: number): Promise<boolean>;
  /** The answer; undefined when there is none, it has expired, or its session has ended. */
  find(id: string, nowMillis: number): Promise<KeptAnswer | undefined>;
  /** Counts a call with another body, and takes the answer away with the `max`-th, by one write. */
  countOtherBody(id: string, max: number): Promise<void>;
  /** Takes an answer away: what it told did not come true. */
  remove(id: string): Promise<void>;
  /** Deletes answers that expired before; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

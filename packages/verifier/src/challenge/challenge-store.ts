import type { FactorKind } from "../factor/factor-kind.ts";
import type { Subject } from "../platform/subject.ts";
import type { ApprovedAct, Challenge } from "./challenge.ts";

/** All challenges, and what their answers approved. */
export interface ChallengeStore {
  insert(challenge: Challenge): Promise<void>;
  /** The challenge, of any status; undefined when unknown or bound to something else. */
  find(challengeId: string, boundTo: string): Promise<Challenge | undefined>;
  /**
   * Adds an act as the last one, unless it is there already, and returns the challenge as it then is.
   * Whoever adds to it or answers it meanwhile waits. Undefined, adding nothing, when it is no open
   * step-up of this subject, bound to this, for these kinds; when it has expired or an attempt is counted;
   * and when it has `maxActs` already.
   */
  addAct(challengeId: string, act: ApprovedAct, by: ActAddition): Promise<Challenge | undefined>;
  /**
   * Counts one attempt, by one conditional write. False when the challenge is not open, has expired,
   * or has `maxAttempts` counted already.
   */
  reserveAttempt(
    challengeId: string,
    by: { nowMillis: number; maxAttempts: number },
  ): Promise<boolean>;
  /** Gives one reserved attempt back. */
  releaseAttempt(challengeId: string): Promise<void>;
  /** Lets an open challenge that has not expired live until `untilMillis` at least. */
  extend(challengeId: string, by: { nowMillis: number; untilMillis: number }): Promise<void>;
  /**
   * Satisfies an open challenge, by one conditional write, storing the digest of the proof for a
   * step-up. False when it is not open any more: of two right answers one wins.
   */
  satisfy(
    challengeId: string,
    by: { nowMillis: number; proof?: StoredProof | undefined },
  ): Promise<boolean>;
  /**
   * Closes the subject's open challenges and spends its unspent proofs. Waits for answers that are being
   * recorded.
   */
  closeAll(subject: Subject, nowMillis: number): Promise<void>;
  /** Deletes challenges that expired before, with their proofs; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

/** Who adds an act, and what its challenge must be. */
export interface ActAddition extends Subject {
  readonly boundTo: string;
  /** The same kinds in the same order. */
  readonly kinds: readonly FactorKind[];
  readonly maxActs: number;
  readonly nowMillis: number;
}

/** The proof that an answer gave. */
export interface StoredProof {
  readonly digest: string;
  readonly expiresAtMillis: number;
  /** It fits so many acts of the challenge, from the first, and none after them. */
  readonly approvedActs: number;
}

import type { FactorKind } from "../factor/factor-kind.ts";
import type { Subject } from "../platform/subject.ts";
import type { ApprovedAct, Challenge } from "./challenge.ts";

/** All challenges and the proofs that step-up challenges gave. */
export interface ChallengeStore {
  insert(challenge: Challenge): Promise<void>;
  /** The challenge, of any status; undefined when unknown or bound to something else. */
  find(challengeId: string, boundTo: string): Promise<Challenge | undefined>;
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
  /**
   * Satisfies an open challenge, by one conditional write, storing the digest of the proof for a
   * step-up. False when it is not open any more: of two right answers one wins.
   */
  satisfy(
    challengeId: string,
    by: { nowMillis: number; proof?: { digest: string; expiresAtMillis: number } | undefined },
  ): Promise<boolean>;
  /** Whether a proof that fits is there and unspent. */
  proofFits(fit: ProofFit): Promise<boolean>;
  /**
   * Spends the proof, by one conditional write. False, spending nothing, when it does not fit, was
   * spent, or has expired.
   */
  spendProof(fit: ProofFit): Promise<boolean>;
  /**
   * Closes the subject's open challenges and spends its unspent proofs. Waits for answers that are being
   * recorded.
   */
  closeAll(subject: Subject, nowMillis: number): Promise<void>;
  /** Deletes challenges that expired before, with their proofs; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

/** The proof, and the act and session it is presented for. All of it must match. */
export interface ProofFit {
  readonly proofDigest: string;
  readonly boundTo: string;
  /** What its challenge must have demanded: the same kinds in the same order. */
  readonly kinds: readonly FactorKind[];
  readonly act: ApprovedAct;
  readonly nowMillis: number;
}

import type { ApprovedAct } from "../challenge/challenge.ts";
import type { FactorKind } from "../factor/factor-kind.ts";

/** The proofs that satisfied step-up challenges gave: each for every act that was approved, once. */
export interface ProofStore {
  /** Whether a proof that fits is there and unspent for this act. */
  fits(fit: ProofFit): Promise<boolean>;
  /**
   * Spends the proof for this act, by one conditional write; for the other acts approved with it nothing
   * changes. False, spending nothing, when it does not fit, was spent for this act, or has expired.
   */
  spend(fit: ProofFit): Promise<boolean>;
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

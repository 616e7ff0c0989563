import type { Challenge } from "@twinlatch/verifier";

/** One row per demand for proof, with the first act it is for and the proof that a step-up gave. */
export interface ChallengeTable {
  id: string;
  project_id: string;
  subject_id: string;
  purpose: Challenge["purpose"];
  bound_to: string;
  /** JSON list of factor kinds. */
  kinds: string;
  action: string | null;
  target: string | null;
  params_hash: string | null;
  status: Challenge["status"];
  attempts: number;
  created_at_millis: number;
  expires_at_millis: number;
  /** Unique where there is one. */
  proof_digest: string | null;
  proof_expires_at_millis: number | null;
  /** When the first act spent it. */
  proof_spent_at_millis: number | null;
  /** How many of its acts the answer approved, from the first; null means none but that. */
  approved_acts: number | null;
}

/** One row per further act that a challenge is for. Keyed (challenge, number). */
export interface ChallengeActTable {
  challenge_id: string;
  /** 2, 3, 4 … in the order in which they were added. */
  number: number;
  action: string;
  target: string;
  params_hash: string;
  /** When this act spent the challenge's proof. */
  proof_spent_at_millis: number | null;
}

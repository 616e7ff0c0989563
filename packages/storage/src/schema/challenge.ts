import type { Challenge } from "@twinlatch/verifier";

/** One row per demand for proof, with the proof that a step-up gave. */
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
  proof_spent_at_millis: number | null;
}

/** One row per subject whose authenticator is being replaced, or was lately. Keyed (project, subject). */
export interface FactorReplacementTable {
  project_id: string;
  subject_id: string;
  id: string;
  factor_id: string;
  token_digest: string;
  requested_at_millis: number;
  ready_at_millis: number;
  expires_at_millis: number;
  completed_at_millis: number | null;
  ip: string;
}

/** One row per invitation to enrol an authenticator. Keyed (project, subject, id). */
export interface FactorInvitationTable {
  project_id: string;
  subject_id: string;
  id: string;
  /** Unique. */
  token_digest: string;
  created_at_millis: number;
  expires_at_millis: number;
  /** What was enrolled; null while the link is unused, as are the two that follow. */
  factor_id: string | null;
  enrolled_at_millis: number | null;
  ip: string | null;
}

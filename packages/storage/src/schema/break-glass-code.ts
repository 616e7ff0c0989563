/** One row per subject who was given a code. Keyed (project, subject). */
export interface BreakGlassCodeTable {
  project_id: string;
  subject_id: string;
  id: string;
  code_hash: string;
  created_at_millis: number;
  expires_at_millis: number;
  used_at_millis: number | null;
}

/** One row per browser and subject. Keyed (project, subject, token_digest). */
export interface RecognisedBrowserTable {
  project_id: string;
  subject_id: string;
  token_digest: string;
  last_factor_id: string | null;
  issued_at_millis: number;
}

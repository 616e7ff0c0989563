/** One row per subject whose password is doubted or retired. Keyed (project, subject). */
export interface PasswordDoubtTable {
  project_id: string;
  subject_id: string;
  /** When its owner was told last. */
  noted_at_millis: number;
  retired_at_millis: number | null;
}

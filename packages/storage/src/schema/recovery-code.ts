/** One row per subject who has recovery codes. Keyed (project, subject): a new set replaces the old. */
export interface RecoveryCodeSetTable {
  project_id: string;
  subject_id: string;
  id: string;
  created_at_millis: number;
  acknowledged_at_millis: number | null;
}

/** One row per code of a set, used or not. Keyed (project, subject, set, slot). */
export interface RecoveryCodeTable {
  project_id: string;
  subject_id: string;
  set_id: string;
  /** 1 to 8. */
  slot: number;
  hash: string;
  used_at_millis: number | null;
}

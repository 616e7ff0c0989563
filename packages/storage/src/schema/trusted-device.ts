/** One row per device that a subject trusts, in one of ten slots. Keyed (project, subject, slot). */
export interface TrustedDeviceTable {
  project_id: string;
  subject_id: string;
  slot: number;
  id: string;
  series_digest: string;
  secret_digest: string;
  /** What the secret before this one was, and what this one was made from it with. */
  predecessor_digest: string | null;
  predecessor_salt: string | null;
  trusted_at_millis: number;
  used_at_millis: number;
  ip: string;
  user_agent: string;
}

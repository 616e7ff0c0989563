/** One row per answer that is kept for whoever lost it. No foreign key: its end would lock the session. */
export interface KeptAnswerTable {
  id: string;
  body_hash: string;
  /** AES-256-GCM envelope; null where it was taken away. */
  sealed_answer: Uint8Array | null;
  session_id: string | null;
  other_bodies: number;
  expires_at_millis: number;
}

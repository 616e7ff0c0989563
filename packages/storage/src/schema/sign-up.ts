/** One row per sign-up that waits for its mailed code. */
export interface SignUpTable {
  id: string;
  /** Unique. */
  token_digest: string;
  email: string;
  email_key: string;
  password_hash: string;
  code_hash: string | null;
  attempts: number;
  created_at_millis: number;
  expires_at_millis: number;
}

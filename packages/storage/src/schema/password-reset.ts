/** The newest reset that was asked for of each account, or of each address that nobody has. */
export interface PasswordResetTable {
  /** The account's id, or a keyed hash of the address. */
  requested_for: string;
  /** Null where nobody has the address and nothing was mailed. */
  account_id: string | null;
  /** Unique. */
  token_digest: string;
  created_at_millis: number;
  expires_at_millis: number;
}

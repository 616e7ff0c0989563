/** One row per confirmed address of an account; the primary one stands in `account` too. */
export interface AccountEmailTable {
  id: string;
  account_id: string;
  email: string;
  /** Unique across all accounts: what the address is recognised by. */
  email_key: string;
  created_at_millis: number;
}

/** One row per address that waits for its mailed code. */
export interface EmailAdditionTable {
  id: string;
  account_id: string;
  session_id: string;
  email: string;
  email_key: string;
  /** Null where the address belongs to somebody and no code was mailed. */
  code_hash: string | null;
  attempts: number;
  created_at_millis: number;
  expires_at_millis: number;
}

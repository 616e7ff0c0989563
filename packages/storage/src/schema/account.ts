/** One row per person who can sign in to the console. */
export interface AccountTable {
  id: string;
  email: string;
  /** Unique: what the address is recognised by. */
  email_key: string;
  password_hash: string;
  /** 0 or 1; a partial unique index allows a single 1. */
  is_installation_admin: number;
  created_at_millis: number;
}

/** One row per account whose owner chose a language. */
export interface AccountLanguageTable {
  account_id: string;
  /** As BCP 47 names it. */
  language: string;
}

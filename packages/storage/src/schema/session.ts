/** One row per open session; an ended one is deleted. */
export interface SessionTable {
  id: string;
  account_id: string;
  /** Unique. */
  token_digest: string;
  /** JSON list of strings. */
  amr: string;
  authenticated_at_millis: number;
  second_factor_at_millis: number | null;
  /** 0 or 1. */
  is_recovery: number;
  created_at_millis: number;
  last_used_at_millis: number;
  ip: string;
  user_agent: string;
}

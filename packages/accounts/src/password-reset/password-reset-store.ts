/** How long a mailed link works (NIST SP 800-63B-4 §4.2.1.2 allows a day). */
export const PASSWORD_RESET_MILLIS: number = 30 * 60_000;

/** The newest reset of one account, or a decoy for an address that nobody has. */
export interface PasswordReset {
  /** The account's id, or a keyed hash of the address. */
  readonly requestedFor: string;
  /** Undefined where nobody has the address: its token was mailed to nobody. */
  readonly accountId?: string | undefined;
  readonly tokenDigest: string;
  readonly createdAtMillis: number;
  readonly expiresAtMillis: number;
}

/** All resets that wait for their new password. */
export interface PasswordResetStore {
  /** Stores a reset in place of the one before it for the same account: only the newest works. */
  replace(reset: PasswordReset): Promise<void>;
  /** The account of a live token; undefined when it is unknown, replaced, spent or expired. */
  findAccountId(tokenDigest: string, nowMillis: number): Promise<string | undefined>;
  /** Spends the token, by one conditional write. False when it is live no more: of two uses one wins. */
  consume(tokenDigest: string, nowMillis: number): Promise<boolean>;
  /** Ends the account's reset, if there is one. */
  removeOf(accountId: string): Promise<void>;
  /** Deletes resets that expired before; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

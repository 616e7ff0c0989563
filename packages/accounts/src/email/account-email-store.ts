import type { AccountEmail } from "./account-email.ts";

/** The confirmed addresses of all accounts. `AccountStore.insert` adds an account's first. */
export interface AccountEmailStore {
  /** Adds an address. False, adding nothing, when any account has it. */
  insert(email: AccountEmail): Promise<boolean>;
  /** The account's addresses, the oldest first. */
  list(accountId: string): Promise<readonly AccountEmail[]>;
  /**
   * Removes an address, by one conditional write. False when the account has no such one, or it is
   * the primary one: an account is never without.
   */
  remove(accountId: string, emailId: string): Promise<boolean>;
  /** Makes an address the primary one. False when the account has no such address. */
  makePrimary(accountId: string, emailId: string): Promise<boolean>;
}

import type { Account } from "./account.ts";

/** All accounts. */
export interface AccountStore {
  /**
   * Adds an account. False, adding nothing, when its `emailKey` is taken. The very first account of
   * the installation is stored as its admin whatever the flag says.
   */
  insert(account: Omit<Account, "isInstallationAdmin">): Promise<boolean>;
  find(accountId: string): Promise<Account | undefined>;
  findByEmailKey(emailKey: string): Promise<Account | undefined>;
}

import type { AccountsStores } from "../accounts-stores.ts";
import { type Account, subjectOf } from "./account.ts";

/**
 * Makes every other transaction that holds the account wait until this one has ended, and brings the
 * account as it is now. Undefined when it was deleted meanwhile; then no row is left of having held it.
 */
export async function holdAccount(
  stores: Pick<AccountsStores, "accounts" | "signInSettings">,
  accountId: string,
): Promise<Account | undefined> {
  const isThere = await stores.signInSettings.hold(subjectOf(accountId));
  return isThere ? stores.accounts.find(accountId) : undefined;
}

import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { announce } from "./announce.ts";
import type { Announcement, NoticeKind } from "./notice-kinds.ts";

/**
 * Tells the installation's admins what happened to all of it, in the caller's transaction, as `announce`
 * tells the owner of an account. `but`: an admin who is told otherwise.
 */
export async function announceToAdmins<Kind extends NoticeKind>(
  deps: Pick<AccountsDeps, "activityUrl" | "messageBox" | "productName" | "random">,
  stores: Pick<AccountsStores, "accounts" | "notices">,
  announcement: Omit<Announcement<Kind>, "accountId">,
  but?: string,
): Promise<void> {
  const admins = await stores.accounts.listAdmins();
  for (const { id: accountId } of admins.filter(({ id }) => id !== but)) {
    await announce(deps, stores, { ...announcement, accountId });
  }
}

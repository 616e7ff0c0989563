import type { AccountsStores } from "../accounts-stores.ts";

/** Whose an address is, and how they wrote it. */
export interface AddressOwner {
  readonly accountId: string;
  readonly written: string;
}

/**
 * Finds whose an address is; undefined, for the same work, where nobody has it. What is mailed to an owner
 * goes where they wrote: an address that somebody else types may be recognised as the same and be another
 * mailbox.
 */
export async function findOwner(
  stores: Pick<AccountsStores, "accountEmails" | "accounts">,
  emailKey: string,
): Promise<AddressOwner | undefined> {
  const account = await stores.accounts.findByEmailKey(emailKey);
  const emails = await stores.accountEmails.list(account?.id ?? "");
  const own = emails.find((each) => each.emailKey === emailKey);
  return account && own && { accountId: account.id, written: own.email };
}

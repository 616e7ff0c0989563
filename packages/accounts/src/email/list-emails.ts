import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import type { Session } from "../session/session.ts";
import type { AccountEmail, EmailAddition } from "./account-email.ts";

/** The addresses of an account, as one of its sessions sees them. */
export interface ListedEmails {
  /** Confirmed ones, the oldest first. */
  readonly emails: readonly (AccountEmail & { readonly isPrimary: boolean })[];
  /** What this session began to add and can still confirm. */
  readonly additions: readonly EmailAddition[];
}

/** Lists the addresses of the account that is signed in. */
export async function listEmails(
  deps: Pick<AccountsDeps, "clock" | "unitOfWork">,
  session: Pick<Session, "accountId" | "id">,
): Promise<ListedEmails> {
  return deps.unitOfWork.read((stores) => readEmails(stores, session, deps.clock.nowMillis()));
}

/** The same, through stores at hand. */
export async function readEmails(
  stores: Pick<AccountsStores, "accountEmails" | "accounts" | "emailAdditions">,
  { accountId, id: sessionId }: Pick<Session, "accountId" | "id">,
  nowMillis: number,
): Promise<ListedEmails> {
  const account = await stores.accounts.find(accountId);
  const emails = await stores.accountEmails.list(accountId);
  const additions = await stores.emailAdditions.list(accountId, sessionId);
  return {
    emails: emails.map((email) => ({
      ...email,
      isPrimary: email.emailKey === account?.emailKey,
    })),
    additions: additions.filter(({ expiresAtMillis }) => expiresAtMillis > nowMillis),
  };
}

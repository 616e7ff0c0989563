import type { AccountsDeps } from "../accounts-deps.ts";
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
  { accountId, id: sessionId }: Pick<Session, "accountId" | "id">,
): Promise<ListedEmails> {
  const nowMillis = deps.clock.nowMillis();
  return deps.unitOfWork.read(async (stores) => {
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
  });
}

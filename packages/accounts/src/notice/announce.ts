import { newId, type SecretPlace } from "@twinlatch/verifier";
import { CONSOLE_PROJECT_ID } from "../account/account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import type { Announcement, NoticeKind } from "./notice-kinds.ts";
import { NOTICE_MILLIS, type Notice } from "./notice-store.ts";
import { renderNotice } from "./render-notice.ts";

/**
 * Tells the owner of an account, at every address it has, in the caller's transaction: the notices are
 * there if and only if what they tell of happened. Call it before the account's addresses go
 * away. Does nothing for an unknown account.
 */
export async function announce<Kind extends NoticeKind>(
  deps: Pick<AccountsDeps, "activityUrl" | "messageBox" | "productName" | "random">,
  stores: Pick<AccountsStores, "accounts" | "notices">,
  announcement: Announcement<Kind>,
): Promise<void> {
  const { accountId, atMillis, alsoTo = [] } = announcement;
  const recipient = await stores.accounts.findRecipient(accountId);
  if (recipient === undefined) return;
  const { subject, text } = renderNotice(deps, recipient.language, announcement);
  const expiresAtMillis = atMillis + NOTICE_MILLIS;
  for (const to of new Set([...recipient.addresses, ...alsoTo])) {
    const id = newId(deps.random, "ntc", atMillis);
    const message = { to, subject, text, expiresAtMillis };
    await stores.notices.insert({
      id,
      accountId,
      sealedMessage: deps.messageBox.seal(message, noticePlace({ id, accountId })),
      dueAtMillis: atMillis,
      attempts: 0,
      createdAtMillis: atMillis,
      expiresAtMillis,
    });
  }
}

/** Where a sealed notice belongs. */
export function noticePlace({ id, accountId }: Pick<Notice, "id" | "accountId">): SecretPlace {
  return {
    projectId: CONSOLE_PROJECT_ID,
    subjectId: accountId,
    record: `notice/${id}`,
    field: "message",
  };
}

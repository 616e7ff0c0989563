import type { Origin, VerifiedAnswer } from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { reserveMail } from "../mail/reserve-mail.ts";
import { announce } from "../notice/announce.ts";

/**
 * Tells the owner that a right code, used already, came from a browser they are not known in: somebody
 * may be watching. A few times an hour at most, since a replay costs nobody a try.
 */
export async function announceReplay(
  deps: Pick<AccountsDeps, "activityUrl" | "messageBox" | "productName" | "random" | "tokenHash">,
  stores: AccountsStores,
  { challenge, browser, nowMillis, origin }: VerifiedAnswer & { readonly origin: Origin },
): Promise<void> {
  if (browser !== undefined) return;
  const { subjectId: accountId } = challenge;
  const mail = { purpose: "replay-notice", emailKey: accountId, causedBy: accountId } as const;
  const reserved = await reserveMail(deps, stores, { ...mail, nowMillis });
  if (reserved.outcome === "refused") return;
  const told = { accountId, kind: "code_replayed", facts: {} } as const;
  await announce(deps, stores, { ...told, atMillis: nowMillis, origin });
}

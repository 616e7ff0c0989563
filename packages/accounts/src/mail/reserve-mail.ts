import { type Refusal, type ReservedAttempt, reserveAttempt } from "@twinlatch/verifier";
import { CONSOLE_PROJECT_ID } from "../account/account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";

/** One mail that somebody, perhaps a stranger, causes to an address. */
export interface CausedMail {
  /** What it is for: each purpose has budgets of its own. */
  readonly purpose: "sign-up" | "password-reset" | "account-email" | "replay-notice";
  readonly emailKey: string;
  /** Whoever causes it: an address block, an account, or a browser. */
  readonly causedBy: string;
  /** It is the address's owner, whom no number of strangers may keep from it. */
  readonly isOwner?: boolean;
  readonly nowMillis: number;
}

/**
 * Counts a mail before it is sent: against whoever causes it, so that a stranger cannot use up what the
 * address's owner may cause, and against the address, so that many strangers cannot flood it. What its
 * owner causes, where that is known, is counted the first way alone. Refused
 * with `too_many_attempts` when either budget is spent; the answer never depends on who has the address.
 */
export async function reserveMail(
  deps: Pick<AccountsDeps, "random" | "tokenHash">,
  stores: Pick<AccountsStores, "attemptBudgets">,
  { purpose, emailKey, causedBy, isOwner = false, nowMillis }: CausedMail,
): Promise<
  { readonly outcome: "reserved"; readonly attempt: ReservedAttempt } | Refusal<"too_many_attempts">
> {
  const budget = (text: string) => ({
    projectId: CONSOLE_PROJECT_ID,
    subjectId: deps.tokenHash.keyed(`${purpose}-mail`, text),
  });
  const ofCause = await reserveAttempt(stores, deps.random, {
    subject: budget(`${emailKey} ${causedBy}`),
    lane: "mail",
    nowMillis,
  });
  if (ofCause.outcome === "refused" || isOwner) return ofCause;
  return reserveAttempt(stores, deps.random, {
    subject: budget(emailKey),
    lane: "mail_total",
    nowMillis,
  });
}

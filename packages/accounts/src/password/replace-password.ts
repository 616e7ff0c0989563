import { trustNewPassword } from "@twinlatch/verifier";
import { subjectOf } from "../account/account.ts";
import type { AccountsStores } from "../accounts-stores.ts";

/**
 * Gives an account a new password in the caller's transaction, which holds the subject. Whatever the old
 * one opened is over: sign-ins and step-ups that wait for an answer, unspent proofs, mailed resets, and
 * every session but the given one. No browser is known and no device trusted any more, and what the old
 * password was doubted or retired for is forgotten. Factors, recovery codes and the sign-in setting stay as they are.
 */
export async function replacePassword(
  stores: Pick<
    AccountsStores,
    | "accounts"
    | "attemptBudgets"
    | "browsers"
    | "challenges"
    | "passwordDoubts"
    | "passwordResets"
    | "sessions"
    | "trustedDevices"
  >,
  change: {
    readonly accountId: string;
    readonly passwordHash: string;
    /** The session that changes it; undefined: all end. */
    readonly keepSessionId?: string | undefined;
    readonly nowMillis: number;
  },
): Promise<void> {
  const { accountId, passwordHash, keepSessionId, nowMillis } = change;
  // First, because it waits for answers under way: the sessions they begin are then there to be ended.
  await stores.challenges.closeAll(subjectOf(accountId), nowMillis);
  await trustNewPassword(stores, subjectOf(accountId));
  await stores.accounts.setPassword(accountId, passwordHash);
  await stores.passwordResets.removeOf(accountId);
  await stores.sessions.removeOthers(accountId, keepSessionId);
  await stores.browsers.forget(subjectOf(accountId));
  await stores.trustedDevices.forget(subjectOf(accountId));
}

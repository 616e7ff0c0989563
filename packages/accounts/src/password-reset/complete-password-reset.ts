import {
  type Operation,
  type Origin,
  performOperation,
  type Refusal,
  refuse,
  replacementTimes,
  type Settle,
} from "@twinlatch/verifier";
import { CONSOLE_PROJECT_ID, subjectOf } from "../account/account.ts";
import { holdAccount } from "../account/hold-account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { announce } from "../notice/announce.ts";
import { findPasswordFlaw, type PasswordFlaw } from "../password/check-new-password.ts";
import { replacePassword } from "../password/replace-password.ts";
import { passwordBudget } from "../sign-in/password-budget.ts";

type Deps = Pick<
  AccountsDeps,
  | "activityUrl"
  | "clock"
  | "commonPasswords"
  | "messageBox"
  | "passwordHasher"
  | "productName"
  | "random"
  | "tokenHash"
  | "unitOfWork"
>;

/**
 * Sets a new password with the token that was mailed. Every session of the account ends. It signs nobody
 * in and touches no factor: whoever signs in next is asked for the second step as before. Wrong
 * passwords are forgotten where it was done: whoever made them has the right one now. The 24 hours of a
 * replacement that waits begin anew.
 *
 * Refused with `challenge_closed` when the token is unknown, spent, expired or not the newest; for a flaw
 * of the password, which leaves the token unspent.
 */
export async function completePasswordReset(
  deps: Deps,
  input: {
    token: string;
    newPassword: string;
    /** The caller's address, or the block it is counted in. */
    addressBlock: string;
    origin: Origin;
  },
  settle?: Settle<AccountsStores, { readonly outcome: "reset" }>,
): Promise<{ readonly outcome: "reset" } | Refusal<PasswordFlaw | "challenge_closed">> {
  const { newPassword, origin } = input;
  const atMillis = deps.clock.nowMillis();
  const digest = deps.tokenHash.digest(input.token);
  const found = await deps.unitOfWork.read(async (stores) => {
    const accountId = await stores.passwordResets.findAccountId(digest, atMillis);
    return accountId && { accountId, emails: await stores.accountEmails.list(accountId) };
  });
  const operation: Operation = {
    atMillis,
    projectId: CONSOLE_PROJECT_ID,
    type: "password_reset.completed",
    origin,
  };
  if (!found) return performOperation(deps, operation, async () => refuse("challenge_closed"));
  const { accountId, emails } = found;
  const flaw = findPasswordFlaw(deps, newPassword, ...emails.map(({ emailKey }) => emailKey));
  if (flaw !== undefined) return refuse(flaw);

  const subject = subjectOf(accountId);
  const passwordHash = await deps.passwordHasher.hash(newPassword);
  return performOperation(
    deps,
    { ...operation, ...subject },
    async (stores) => {
      const account = await holdAccount(stores, accountId);
      const isLive = await stores.passwordResets.consume(digest, atMillis);
      if (account === undefined || !isLive) return refuse("challenge_closed");
      await replacePassword(stores, { accountId, passwordHash, nowMillis: atMillis });
      await forgetWrongPasswords(deps, stores, { accountId, addressBlock: input.addressBlock });
      const isReplacementDelayed = await delayReplacement(stores, accountId, atMillis);
      await announce(deps, stores, {
        accountId,
        kind: "password_reset",
        facts: { isReplacementDelayed },
        atMillis,
        origin,
      });
      return { outcome: "reset" };
    },
    settle,
  );
}

/** Only of the block that asks: elsewhere somebody else may be guessing. */
async function forgetWrongPasswords(
  deps: Pick<AccountsDeps, "tokenHash">,
  stores: AccountsStores,
  of: { readonly accountId: string; readonly addressBlock: string },
): Promise<void> {
  await stores.attemptBudgets.clear(passwordBudget(deps, of), "password");
  await stores.attemptBudgets.clear(subjectOf(of.accountId), "password");
}

/**
 * Who waits for a replacement has no code, and whoever forgot the password as well has no session left to
 * ask anew: it must not be lost. But a mailbox now stands where the password stood, so the owner gets
 * another day to hear of it and stop it.
 */
function delayReplacement(
  stores: AccountsStores,
  accountId: string,
  nowMillis: number,
): Promise<boolean> {
  return stores.replacements.restart(subjectOf(accountId), {
    nowMillis,
    ...replacementTimes(nowMillis),
  });
}

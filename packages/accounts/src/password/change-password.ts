import {
  checkProof,
  isWaiting,
  type Operation,
  type Origin,
  type ProofRefusal,
  performOperation,
  type Refusal,
  refuse,
  type Settle,
  type StepUpDemand,
  type Subject,
  spendProof,
} from "@twinlatch/verifier";
import { holdAccount } from "../account/hold-account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { announce } from "../notice/announce.ts";
import { findPasswordFlaw, type PasswordFlaw } from "./check-new-password.ts";
import { replacePassword } from "./replace-password.ts";

/**
 * Changes the password of the account that is signed in. All its other sessions end, and with them what
 * the old password opened, a replacement that waits included; no factor is touched. Refused for a flaw of
 * the new password, or without a proof.
 */
export async function changePassword(
  deps: Pick<
    AccountsDeps,
    | "activityUrl"
    | "clock"
    | "commonPasswords"
    | "factors"
    | "messageBox"
    | "passwordHasher"
    | "productName"
    | "random"
    | "tokenHash"
    | "unitOfWork"
  >,
  input: { demand: StepUpDemand; newPassword: string; origin: Origin },
  settle?: Settle<AccountsStores, { readonly outcome: "changed" }>,
): Promise<{ readonly outcome: "changed" } | Refusal<PasswordFlaw> | ProofRefusal> {
  const { demand, newPassword, origin } = input;
  const { subject, sessionId } = demand;
  const accountId = subject.subjectId;
  const emails = await deps.unitOfWork.read((stores) => stores.accountEmails.list(accountId));
  const flaw = findPasswordFlaw(deps, newPassword, ...emails.map(({ emailKey }) => emailKey));
  if (flaw !== undefined) return refuse(flaw);

  const atMillis = deps.clock.nowMillis();
  const type = "password.changed";
  const operation: Operation = { atMillis, ...subject, type, sessionId, origin };
  // Nobody has a password hashed who could not change it then.
  const early = await deps.unitOfWork.read((stores) => checkProof(deps, stores, demand, atMillis));
  if (early.outcome === "refused") return performOperation(deps, operation, async () => early);
  const passwordHash = await deps.passwordHasher.hash(newPassword);
  return performOperation(
    deps,
    operation,
    async (stores) => {
      await holdAccount(stores, accountId);
      const allowance = await spendProof(deps, stores, demand, atMillis);
      if (allowance.outcome === "refused") return allowance;
      const change = { accountId, passwordHash, keepSessionId: sessionId, nowMillis: atMillis };
      await replacePassword(stores, change);
      const isReplacementCancelled = await cancelReplacementOf(stores, subject, atMillis);
      await announce(deps, stores, {
        accountId,
        kind: "password_changed",
        facts: { isReplacementCancelled },
        atMillis,
        origin,
      });
      return { outcome: "changed" };
    },
    settle,
  );
}

/**
 * Somebody who knew the old password may have asked for it. Whoever really waits for one has no code, and
 * so cannot have changed the password.
 */
async function cancelReplacementOf(
  stores: AccountsStores,
  subject: Subject,
  nowMillis: number,
): Promise<boolean> {
  const found = await stores.replacements.find(subject);
  if (found === undefined || !isWaiting(found, nowMillis)) return false;
  return stores.replacements.cancel(subject);
}

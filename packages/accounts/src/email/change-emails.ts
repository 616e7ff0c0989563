import {
  checkProof,
  type Origin,
  type ProofRefusal,
  performOperation,
  type Refusal,
  refuse,
  type Settle,
  type StepUpDemand,
  spendProof,
} from "@twinlatch/verifier";
import { subjectOf } from "../account/account.ts";
import { holdAccount } from "../account/hold-account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { announce } from "../notice/announce.ts";
import type { AccountEmail } from "./account-email.ts";

type Deps = Pick<
  AccountsDeps,
  | "activityUrl"
  | "clock"
  | "factors"
  | "messageBox"
  | "productName"
  | "random"
  | "tokenHash"
  | "unitOfWork"
>;

interface EmailChange {
  readonly demand: StepUpDemand;
  readonly emailId: string;
  readonly origin: Origin;
}

/**
 * Makes a confirmed address the primary one. All addresses are told, and no device is trusted any more.
 * Refused with `not_found`, or without a proof.
 */
export function preferEmail(
  deps: Deps,
  change: EmailChange,
  settle?: Settle<AccountsStores, { readonly outcome: "preferred" }>,
): Promise<{ readonly outcome: "preferred" } | Refusal<"not_found"> | ProofRefusal> {
  return changeEmail<{ outcome: "preferred" }>(deps, change, {
    type: "account_email.preferred",
    findFlaw: () => undefined,
    async apply(stores, email, atMillis) {
      const { accountId, id } = email;
      await stores.accountEmails.makePrimary(accountId, id);
      await stores.trustedDevices.forget(subjectOf(accountId));
      const facts = { email: email.email };
      const { origin } = change;
      await announce(deps, stores, { accountId, kind: "email_preferred", facts, atMillis, origin });
      const ended = { outcome: "preferred" } as const;
      await settle?.(stores, ended);
      return ended;
    },
  });
}

/**
 * Removes a confirmed address; of a primary one the oldest other takes the place. A reset that was mailed
 * is void, since it may have gone there, and no device is trusted any more. All addresses are told, the
 * removed one too. Refused with
 * `not_found`, with `last_email` when there is no other, or without a proof.
 */
export function removeEmail(
  deps: Deps,
  change: EmailChange,
  settle?: Settle<AccountsStores, { readonly outcome: "removed" }>,
): Promise<{ readonly outcome: "removed" } | Refusal<"not_found" | "last_email"> | ProofRefusal> {
  return changeEmail(deps, change, {
    type: "account_email.removed",
    findFlaw: (others) => (others.length === 0 ? refuse("last_email") : undefined),
    async apply(stores, email, atMillis, [successor]) {
      const { accountId, id } = email;
      const facts = { email: email.email };
      const { origin } = change;
      // Before it goes, so that it is told as well.
      await announce(deps, stores, { accountId, kind: "email_removed", facts, atMillis, origin });
      if (successor && !(await stores.accountEmails.remove(accountId, id))) {
        await stores.accountEmails.makePrimary(accountId, successor.id);
        await stores.accountEmails.remove(accountId, id);
      }
      await stores.passwordResets.removeOf(accountId);
      await stores.trustedDevices.forget(subjectOf(accountId));
      const ended = { outcome: "removed" } as const;
      await settle?.(stores, ended);
      return ended;
    },
  });
}

interface Change<Changed, Flaw> {
  readonly type: "account_email.preferred" | "account_email.removed";
  /** Why not, judged by the account's other addresses. The proof stays unspent. */
  readonly findFlaw: (others: readonly AccountEmail[]) => Flaw | undefined;
  readonly apply: (
    stores: AccountsStores,
    email: AccountEmail,
    atMillis: number,
    others: readonly AccountEmail[],
  ) => Promise<Changed>;
}

/** Finds the address, spends the proof, and does the change: all of it in one transaction. */
async function changeEmail<
  Changed extends { readonly outcome: string },
  Flaw extends Refusal<string> = never,
>(
  deps: Deps,
  { demand, emailId, origin }: EmailChange,
  { type, findFlaw, apply }: Change<Changed, Flaw>,
): Promise<Changed | Flaw | Refusal<"not_found"> | ProofRefusal> {
  const { subject, sessionId } = demand;
  const atMillis = deps.clock.nowMillis();
  return performOperation<AccountsStores, Changed | Flaw | Refusal<"not_found"> | ProofRefusal>(
    deps,
    { atMillis, ...subject, type, sessionId, target: emailId, origin },
    async (stores) => {
      await holdAccount(stores, subject.subjectId);
      const emails = await stores.accountEmails.list(subject.subjectId);
      const email = emails.find(({ id }) => id === emailId);
      if (email === undefined) return refuse("not_found");
      const others = emails.filter(({ id }) => id !== emailId);
      const proved = await checkProof(deps, stores, demand, atMillis);
      if (proved.outcome === "refused") return proved;
      const flaw = findFlaw(others);
      if (flaw !== undefined) return flaw;
      const allowance = await spendProof(deps, stores, demand, atMillis);
      if (allowance.outcome === "refused") return allowance;
      return apply(stores, email, atMillis, others);
    },
  );
}

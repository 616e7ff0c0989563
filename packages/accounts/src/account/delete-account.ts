import {
  type Origin,
  type ProofRefusal,
  performOperation,
  type Refusal,
  refuse,
  type StepUpDemand,
  spendProof,
} from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import { announce } from "../notice/announce.ts";
import { holdAccount } from "./hold-account.ts";

/**
 * Deletes the account that is signed in, at once and for good: its sessions end, and no row keyed on it
 * is left but audit events and the notices that tell of it. Whoever has one of its addresses may sign up
 * again, and gets nothing of what was there.
 *
 * Refused with `last_admin` when nobody else administers the installation, or without a proof.
 */
export async function deleteAccount(
  deps: Pick<
    AccountsDeps,
    | "activityUrl"
    | "clock"
    | "factors"
    | "messageBox"
    | "productName"
    | "random"
    | "tokenHash"
    | "unitOfWork"
  >,
  input: { demand: StepUpDemand; origin: Origin },
): Promise<{ readonly outcome: "deleted" } | Refusal<"last_admin" | "not_found"> | ProofRefusal> {
  const { demand, origin } = input;
  const { subject, sessionId } = demand;
  const accountId = subject.subjectId;
  const atMillis = deps.clock.nowMillis();
  return performOperation(
    deps,
    { atMillis, ...subject, type: "account.deleted", sessionId, origin },
    async (stores) => {
      const account = await holdAccount(stores, accountId);
      if (account === undefined) return refuse("not_found");
      // There is one admin as long as there is no way to appoint another.
      if (account.isInstallationAdmin) return refuse("last_admin");
      const allowance = await spendProof(deps, stores, demand, atMillis);
      if (allowance.outcome === "refused") return allowance;
      await announce(deps, stores, {
        accountId,
        kind: "account_deleted",
        facts: {},
        atMillis,
        origin,
      });
      await stores.accounts.erase(accountId);
      return { outcome: "deleted" };
    },
  );
}

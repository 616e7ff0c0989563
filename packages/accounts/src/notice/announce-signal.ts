import type { GuessingSignal, Operation } from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { announce } from "./announce.ts";

/**
 * Tells the owner of an account, at every address it has, what guessing at it has led to. Its address is
 * the guesser's.
 */
export function announceSignal(
  deps: Pick<AccountsDeps, "activityUrl" | "messageBox" | "productName" | "random">,
): (stores: AccountsStores, signal: GuessingSignal, operation: Operation) => Promise<void> {
  return async (stores, { kind, ...facts }, { subjectId, atMillis, origin }) => {
    if (subjectId === undefined) return;
    await announce(deps, stores, { accountId: subjectId, kind, facts, atMillis, origin });
  };
}

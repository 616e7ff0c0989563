import type { Subject } from "../platform/subject.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { PASSWORD_RETIREMENT_FAILURES, PASSWORD_RETIREMENT_MILLIS } from "./lane.ts";

/** Failures behind the right password, in unknown browsers, at which its owner is told. */
export const DOUBT_FAILURES = 3;

/** What a retired password is told to wait: as long as after the tenth wrong code. */
export const RETIRED_WAIT_SECONDS = 3600;

/** What guessing has led to. Whoever owns the password or the factor has to be told. */
export type GuessingSignal =
  | { readonly kind: "password_doubted" | "password_retired"; readonly failures: number }
  | { readonly kind: "factor_disabled"; readonly factorLabel: string; readonly failures: number };

/**
 * Draws the conclusion from one more failure behind the right password, in the transaction that records
 * it: nothing, the owner is to be told, or the password is retired. Each is concluded once, however many
 * failures arrive together: what is reserved and not yet decided counts as a failure.
 */
export async function doubtPassword(
  stores: Pick<VerifierStores, "attemptBudgets" | "passwordDoubts">,
  subject: Subject,
  nowMillis: number,
): Promise<GuessingSignal | undefined> {
  const times = await stores.attemptBudgets.list(subject, "behind_password");
  const sinceMillis = nowMillis - PASSWORD_RETIREMENT_MILLIS;
  const failures = times.filter((atMillis) => atMillis > sinceMillis).length;
  if (failures >= PASSWORD_RETIREMENT_FAILURES) {
    const isRetired = await stores.passwordDoubts.retire(subject, nowMillis);
    return isRetired ? { kind: "password_retired", failures } : undefined;
  }
  if (failures < DOUBT_FAILURES) return undefined;
  const isNew = await stores.passwordDoubts.begin(subject, nowMillis, sinceMillis);
  return isNew ? { kind: "password_doubted", failures } : undefined;
}

/**
 * Forgets what the old password was doubted for, in the transaction that sets a new one. The budgets of
 * the codes stay as they are: a new password is no reason to let anybody guess more of those.
 */
export async function trustNewPassword(
  stores: Pick<VerifierStores, "attemptBudgets" | "passwordDoubts">,
  subject: Subject,
): Promise<void> {
  await stores.attemptBudgets.clear(subject, "behind_password");
  await stores.passwordDoubts.clear(subject);
}

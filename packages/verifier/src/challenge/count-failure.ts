import { type Operation, recordOperation } from "../audit/record-operation.ts";
import type { WrongGuess } from "../factor/factor.ts";
import { doubtPassword, type GuessingSignal } from "../throttle/password-doubt.ts";
import { releaseAttempt } from "../throttle/reserve-attempt.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { CountedAttempt } from "./count-attempt.ts";

/** What changes something makes an event; that the owner is told makes none. */
const EVENT_TYPES = {
  password_doubted: undefined,
  password_retired: "throttle.password_retired",
  factor_disabled: "throttle.factor_disabled",
} as const;

/**
 * Counts a wrong code as a failure of the factor and, where the password is all that is known of whoever
 * answered, against the password. Brings what follows from it; with a factor that it disabled goes the trust
 * in devices.
 *
 * A code that is right for a step just outside the window is somebody's slow clock: it stays counted in
 * the budget and nowhere else.
 */
export async function countFailure(
  stores: VerifierStores,
  failure: {
    readonly counted: CountedAttempt;
    readonly guess: WrongGuess;
    readonly nowMillis: number;
  },
): Promise<readonly GuessingSignal[]> {
  const { counted, guess, nowMillis } = failure;
  const { budget, behindPassword } = counted;
  const isGuess = guess.isNear !== true;
  if (behindPassword !== undefined && !isGuess) await releaseAttempt(stores, behindPassword);
  const disabled = await guess.fail?.(stores);
  if (disabled !== undefined) await stores.trustedDevices.forget(budget.subject);
  const isDoubt = behindPassword !== undefined && isGuess;
  const doubted = isDoubt ? await doubtPassword(stores, budget.subject, nowMillis) : undefined;
  return [disabled, doubted].filter((signal) => signal !== undefined);
}

/** Records what guessing has led to. */
export async function recordSignal(
  deps: Pick<VerifierDeps, "random">,
  stores: Pick<VerifierStores, "audit">,
  operation: Operation,
  { kind }: GuessingSignal,
): Promise<void> {
  const type = EVENT_TYPES[kind];
  if (type === undefined) return;
  await recordOperation(deps, stores, { ...operation, type }, { outcome: kind });
}

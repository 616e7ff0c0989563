import { type Refusal, refuse } from "../platform/refusal.ts";
import { type Lane, type LaneLimit, laneFor, TIGHTENED_LIMIT } from "../throttle/lane.ts";
import {
  doubtPassword,
  type GuessingSignal,
  RETIRED_WAIT_SECONDS,
} from "../throttle/password-doubt.ts";
import {
  findSpentBudget,
  type ReservedAttempt,
  releaseAttempt,
  reserveAttempt,
} from "../throttle/reserve-attempt.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { type Challenge, MAX_CHALLENGE_ATTEMPTS } from "./challenge.ts";

/** Everything one attempt is counted in. */
export interface CountedAttempt {
  readonly challengeId: string;
  readonly budget: ReservedAttempt;
  /** Counted too when only the right password stood before it, in a browser nobody knows. */
  readonly behindPassword?: ReservedAttempt | undefined;
}

/** Counted nowhere. */
type RefusedAttempt = Refusal<"challenge_closed" | "too_many_attempts"> & {
  readonly signal?: GuessingSignal | undefined;
};

interface AttemptFacts {
  readonly challenge: Challenge;
  /** That of the kind of factor, whatever browser it is. */
  readonly kindLane: Lane;
  readonly isRecognised: boolean;
  readonly nowMillis: number;
}

/**
 * Counts an attempt on the challenge, in the pooled budget and, where the password is all that is known
 * of whoever answers, against the password: on all of them or on none. A retired password and a spent
 * budget are refused alike, so that a thief cannot tell them apart.
 */
export async function countAttempt(
  deps: Pick<VerifierDeps, "random">,
  stores: VerifierStores,
  facts: AttemptFacts,
): Promise<{ readonly outcome: "counted"; readonly counted: CountedAttempt } | RefusedAttempt> {
  const { challenge, nowMillis } = facts;
  // The challenge before the budgets, and both before the factor (ADR 17).
  const isOpen = await stores.challenges.reserveAttempt(challenge.id, {
    nowMillis,
    maxAttempts: MAX_CHALLENGE_ATTEMPTS,
  });
  if (!isOpen) return refuse("challenge_closed");
  const reserved = await reserveLanes(deps, stores, facts);
  if (reserved.outcome === "refused") await stores.challenges.releaseAttempt(challenge.id);
  return reserved;
}

/** Takes an attempt back from everything it was counted in. */
export async function giveBackAttempt(
  stores: VerifierStores,
  counted: CountedAttempt,
): Promise<void> {
  await stores.challenges.releaseAttempt(counted.challengeId);
  await releaseBudgets(stores, counted);
}

/** Takes it back from the budgets: after a success, when the challenge is over anyway. */
export async function releaseBudgets(
  stores: VerifierStores,
  { budget, behindPassword }: CountedAttempt,
): Promise<void> {
  await releaseAttempt(stores, budget);
  if (behindPassword !== undefined) await releaseAttempt(stores, behindPassword);
}

/**
 * What every attempt would be refused with now, right or wrong, counting nothing: the budget is spent or the
 * password retired, which look alike. Undefined when one would be compared.
 */
export async function findAttemptBlock(
  stores: VerifierStores,
  facts: AttemptFacts,
): Promise<Refusal<"too_many_attempts"> | undefined> {
  const { challenge, nowMillis } = facts;
  const counting = await findLane(stores, facts);
  if (counting === undefined) return refuseRetired();
  const { isBehindPassword, ...budget } = counting;
  const attempt = { subject: challenge, nowMillis };
  const spent = await findSpentBudget(stores, { ...attempt, ...budget });
  if (spent !== undefined || !isBehindPassword) return spent;
  const doubted = await findSpentBudget(stores, { ...attempt, lane: "behind_password" });
  return doubted && refuseRetired();
}

/** Where an attempt is counted, and by which limits; undefined where the password is retired. */
async function findLane(
  stores: VerifierStores,
  { challenge, kindLane, isRecognised, nowMillis }: AttemptFacts,
): Promise<
  | {
      readonly lane: Lane;
      readonly tightenedBy: readonly LaneLimit[];
      readonly isBehindPassword: boolean;
    }
  | undefined
> {
  const isBehindPassword = challenge.purpose === "sign_in" && !isRecognised;
  if (isBehindPassword && (await stores.passwordDoubts.isRetired(challenge))) return undefined;
  const lane = laneFor(kindLane, isRecognised);
  const isTightened = lane === "code" && (await stores.spraying.isOn(nowMillis));
  return { lane, tightenedBy: isTightened ? [TIGHTENED_LIMIT] : [], isBehindPassword };
}

function refuseRetired(): Refusal<"too_many_attempts"> {
  return refuse("too_many_attempts", RETIRED_WAIT_SECONDS);
}

async function reserveLanes(
  deps: Pick<VerifierDeps, "random">,
  stores: VerifierStores,
  facts: AttemptFacts,
): Promise<{ readonly outcome: "counted"; readonly counted: CountedAttempt } | RefusedAttempt> {
  const { challenge, nowMillis } = facts;
  const counting = await findLane(stores, facts);
  if (counting === undefined) return refuseRetired();
  const { isBehindPassword, ...limits } = counting;
  const attempt = { subject: challenge, nowMillis };
  const budget = await reserveAttempt(stores, deps.random, { ...attempt, ...limits });
  if (budget.outcome === "refused") return budget;
  const counted = { challengeId: challenge.id, budget: budget.attempt };
  if (!isBehindPassword) return { outcome: "counted", counted };
  const behindPassword = await reserveAttempt(stores, deps.random, {
    ...attempt,
    lane: "behind_password",
  });
  if (behindPassword.outcome === "refused") {
    await releaseAttempt(stores, budget.attempt);
    // Usually the tenth failure has retired it; not when that could not be recorded.
    const signal = await doubtPassword(stores, challenge, nowMillis);
    return { ...refuseRetired(), signal };
  }
  return { outcome: "counted", counted: { ...counted, behindPassword: behindPassword.attempt } };
}

import type { Random } from "../platform/random.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Subject } from "../platform/subject.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { Attempt } from "./attempt-budget-store.ts";
import { LANE_LIMITS, type Lane, type LaneLimit } from "./lane.ts";

const ATTEMPT_ID_LENGTH = 8;
const LETTER_A = 97;

/** An attempt that is counted until it is given back. */
export interface ReservedAttempt extends Attempt {
  readonly subject: Subject;
  readonly lane: Lane;
}

/**
 * Counts an attempt before anything is compared. It stays counted unless `releaseAttempt` takes it
 * back. Refused with `too_many_attempts`, counting nothing, when the budget is spent: then nothing may
 * be compared.
 */
export async function reserveAttempt(
  stores: Pick<VerifierStores, "attemptBudgets">,
  random: Random,
  input: {
    subject: Subject;
    lane: Lane;
    nowMillis: number;
    /** Limits beside the lane's own. */
    tightenedBy?: readonly LaneLimit[];
  },
): Promise<
  { readonly outcome: "reserved"; readonly attempt: ReservedAttempt } | Refusal<"too_many_attempts">
> {
  const { subject, lane, nowMillis, tightenedBy = [] } = input;
  const limits = [...LANE_LIMITS[lane], ...tightenedBy];
  const attempt = { subject, lane, atMillis: nowMillis, id: attemptId(random) };
  const thresholds = limits.map((limit) => ({
    nth: limit.attempts,
    notAfterMillis: nowMillis - limit.perMillis,
  }));
  const isWithin = await stores.attemptBudgets.appendIfWithin(subject, lane, attempt, thresholds);
  if (isWithin) return { outcome: "reserved", attempt };
  const times = await stores.attemptBudgets.list(subject, lane);
  return refuse("too_many_attempts", retryAfterSeconds(limits, times, nowMillis));
}

/** What `reserveAttempt` would refuse an attempt with now, counting nothing; undefined when it would count it. */
export async function findSpentBudget(
  stores: Pick<VerifierStores, "attemptBudgets">,
  {
    subject,
    lane,
    nowMillis,
    tightenedBy = [],
  }: {
    subject: Subject;
    lane: Lane;
    nowMillis: number;
    tightenedBy?: readonly LaneLimit[];
  },
): Promise<Refusal<"too_many_attempts"> | undefined> {
  const limits = [...LANE_LIMITS[lane], ...tightenedBy];
  const times = await stores.attemptBudgets.list(subject, lane);
  return waitMillis(limits, times, nowMillis) > 0
    ? refuse("too_many_attempts", retryAfterSeconds(limits, times, nowMillis))
    : undefined;
}

/** Takes a reserved attempt back: after a success, a replay, or a fault of ours. */
export async function releaseAttempt(
  stores: Pick<VerifierStores, "attemptBudgets">,
  attempt: ReservedAttempt,
): Promise<void> {
  await stores.attemptBudgets.remove(attempt.subject, attempt.lane, attempt);
}

/**
 * Runs `work`, and `giveBack` when it throws: a fault of ours is not the guesser's. Where giving back
 * fails too the attempt stays counted, and the first fault is what the caller sees.
 */
export async function givingBackOnFault<T>(
  work: () => Promise<T>,
  giveBack: () => Promise<void>,
): Promise<T> {
  try {
    return await work();
  } catch (fault) {
    await giveBack().catch(() => undefined);
    throw fault;
  }
}

/** Seconds until every limit allows one more attempt; at least 1. */
export function retryAfterSeconds(
  limits: readonly LaneLimit[],
  timesNewestFirst: readonly number[],
  nowMillis: number,
): number {
  return Math.max(1, Math.ceil(waitMillis(limits, timesNewestFirst, nowMillis) / 1000));
}

/** Until every limit allows one more attempt; 0 or less when they do now. */
function waitMillis(
  limits: readonly LaneLimit[],
  timesNewestFirst: readonly number[],
  nowMillis: number,
): number {
  const waits = limits.map((limit) => {
    const nthNewest = timesNewestFirst[limit.attempts - 1];
    return nthNewest === undefined ? 0 : nthNewest + limit.perMillis - nowMillis;
  });
  return Math.max(...waits);
}

function attemptId(random: Random): string {
  const letters = random.bytes(ATTEMPT_ID_LENGTH).map((byte) => LETTER_A + (byte % 26));
  return String.fromCharCode(...letters);
}

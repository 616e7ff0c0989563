import type { Random } from "../platform/random.ts";
import type { Refusal } from "../platform/refusal.ts";
import type { LaneLimit } from "../throttle/lane.ts";
import { type ReservedAttempt, reserveAttempt } from "../throttle/reserve-attempt.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { TextPurpose } from "./text-message.ts";

/** Whose project a number is: it has one budget, however many projects text it. */
const EVERY_PROJECT = "*";
const HOUR_MILLIS = 60 * 60_000;
/** Pauses after the first text to a number within an hour, after the second, and after every later one. */
const COOL_DOWNS_MILLIS = [30_000, 60_000, 120_000] as const;

type Stores = Pick<VerifierStores, "attemptBudgets">;

/**
 * Of a number's texts, how many may be for adding it somewhere: whoever does not have the phone cannot use
 * up what its owner signs in with.
 */
const ENROLMENT_LIMITS: readonly LaneLimit[] = [
  { attempts: 3, perMillis: HOUR_MILLIS },
  { attempts: 5, perMillis: 24 * HOUR_MILLIS },
];

/** The budget of a number. */
export function numberBudget(numberKey: string): { projectId: string; subjectId: string } {
  return { projectId: EVERY_PROJECT, subjectId: numberKey };
}

/**
 * Counts a text to a number, whoever asks for it. Refused with `too_many_attempts` during the pause
 * after the one before, and beyond the lane's limits, of which adding a phone may use a part.
 */
export async function reserveNumber(
  stores: Stores,
  random: Random,
  { numberKey, purpose, nowMillis }: { numberKey: string; purpose: TextPurpose; nowMillis: number },
): Promise<
  { readonly outcome: "reserved"; readonly attempt: ReservedAttempt } | Refusal<"too_many_attempts">
> {
  // Of two that read the same, the one that writes second finds the other's time too new.
  const pause = await readPause(stores, numberKey, nowMillis);
  return reserveAttempt(stores, random, {
    subject: numberBudget(numberKey),
    lane: "text_number",
    nowMillis,
    tightenedBy: purpose === "enrolment" ? [pause, ...ENROLMENT_LIMITS] : [pause],
  });
}

/** Seconds until the next text can go to a number as far as the pause is concerned; 0 when it can now. */
export async function readWaitSeconds(
  stores: Stores,
  numberKey: string,
  nowMillis: number,
): Promise<number> {
  const { perMillis } = await readPause(stores, numberKey, nowMillis);
  const [newest] = await stores.attemptBudgets.list(numberBudget(numberKey), "text_number");
  if (newest === undefined) return 0;
  return Math.max(0, Math.ceil((newest + perMillis - nowMillis) / 1000));
}

async function readPause(stores: Stores, numberKey: string, nowMillis: number): Promise<LaneLimit> {
  const times = await stores.attemptBudgets.list(numberBudget(numberKey), "text_number");
  const recent = times.filter((time) => time > nowMillis - HOUR_MILLIS).length;
  const index = Math.min(Math.max(recent, 1), COOL_DOWNS_MILLIS.length) - 1;
  return { attempts: 1, perMillis: COOL_DOWNS_MILLIS[index] ?? COOL_DOWNS_MILLIS[0] };
}

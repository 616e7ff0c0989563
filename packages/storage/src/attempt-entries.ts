import { type Attempt, FaultError } from "@twinlatch/verifier";

/**
 * How a budget keeps its attempts in one column, so that one statement can judge and append.
 *
 * An entry is 13 digits of milliseconds and the 8 letters of the attempt's id. All have one width, so
 * SQL reaches the nth by its position, and their text compares as the numbers do. Entries stand one
 * after the other, newest first, at most `REMEMBERED_ATTEMPTS` of them. Beyond the last there is the
 * empty text, which is before every time: an attempt that was never made is as old as can be.
 */
export const MILLIS_DIGITS = 13;
const ID_LETTERS = 8;
export const ENTRY_WIDTH = MILLIS_DIGITS + ID_LETTERS;

const MAX_MILLIS = 10 ** MILLIS_DIGITS - 1;
const ID_SHAPE = /^[a-z]{8}$/;

/**
 * Writes one entry.
 *
 * @throws FaultError `invariant_broken` when it would have another width or an unknown time
 */
export function writeEntry({ atMillis, id }: Attempt): string {
  if (!Number.isInteger(atMillis) || atMillis < 0 || atMillis > MAX_MILLIS || !ID_SHAPE.test(id)) {
    throw new FaultError("invariant_broken", "An attempt has no time or id that can be stored");
  }
  return writeMillis(atMillis) + id;
}

/** Writes a time as it stands in an entry. What lies outside the range becomes its nearest end. */
export function writeMillis(millis: number): string {
  const bounded = Math.min(Math.max(Math.trunc(millis), 0), MAX_MILLIS);
  return String(bounded).padStart(MILLIS_DIGITS, "0");
}

/** Reads the times, newest first. */
export function readTimes(entries: string): number[] {
  const times: number[] = [];
  for (let start = 0; start < entries.length; start += ENTRY_WIDTH) {
    times.push(Number(entries.slice(start, start + MILLIS_DIGITS)));
  }
  return times;
}

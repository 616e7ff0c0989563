import { ClockUnreliableError } from "./fault.ts";

/** Where the rules take the time from. UTC, in whole milliseconds since 1970. */
export interface Clock {
  nowMillis(): number;
  /**
   * False while it is known to be too far from a reference to tell time-based codes by. Where nobody
   * looks after it, it counts as reliable.
   */
  isReliable?(): boolean;
}

/** For what depends on the step of now. @throws ClockUnreliableError while the clock is known to be wrong */
export function requireReliableClock(clock: Clock): void {
  if (clock.isReliable?.() === false) throw new ClockUnreliableError();
}

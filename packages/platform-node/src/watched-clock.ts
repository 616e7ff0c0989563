import type { Clock } from "@twinlatch/verifier";

/** Beyond this somebody should look after the clock. */
const ALARM_DRIFT_MILLIS = 2_000;
/** Beyond this the step of now may be wrong, and time-based codes cannot be told. */
const MAX_DRIFT_MILLIS = 20_000;

/** How a clock stands to its reference: not known to differ, differing, or too far away. */
export type ClockState = "ok" | "drifting" | "unreliable";

/** A clock that is compared with a reference now and then. The last comparison counts until the next. */
export class WatchedClock implements Clock {
  readonly #base: Clock;
  #driftMillis = 0;

  constructor(base: Clock) {
    this.#base = base;
  }

  nowMillis(): number {
    return this.#base.nowMillis();
  }

  isReliable(): boolean {
    return this.state !== "unreliable";
  }

  get state(): ClockState {
    const drift = Math.abs(this.#driftMillis);
    if (drift > MAX_DRIFT_MILLIS) return "unreliable";
    return drift > ALARM_DRIFT_MILLIS ? "drifting" : "ok";
  }

  /** Notes by how much the clock is ahead of its reference; behind when negative. */
  observeDrift(driftMillis: number): void {
    this.#driftMillis = driftMillis;
  }
}

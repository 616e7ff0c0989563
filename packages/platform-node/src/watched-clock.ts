import type { Clock } from "@twinlatch/verifier";

/** Beyond this somebody should look after the clock. */
const ALARM_DRIFT_MILLIS = 2_000;
/** Beyond this the step of now may be wrong, and time-based codes cannot be told. */
const MAX_DRIFT_MILLIS = 20_000;
/** Beyond this the clock was set, or the host slept: no pair of clocks runs apart like that. */
const JUMP_MILLIS = 1_000;

/** How a clock stands to its reference: not known to differ, differing, or too far away. */
export type ClockState = "ok" | "drifting" | "unreliable";

/** The host's two clocks, in milliseconds: one that can be set, and one that only runs on. */
export interface HostClocks {
  wallMillis(): number;
  elapsedMillis(): number;
}

const HOST_CLOCKS: HostClocks = {
  wallMillis: () => Date.now(),
  elapsedMillis: () => performance.now(),
};

/**
 * A clock that is compared with a reference now and then. Between two comparisons it is held against the
 * host's running clock, so that it counts as wrong from the moment in which somebody sets it.
 */
export class WatchedClock implements Clock {
  readonly #base: Clock;
  readonly #host: HostClocks;
  #driftMillis = 0;
  /** Between the host's clocks at the last comparison; undefined before the first. */
  #distanceMillis: number | undefined;

  constructor(base: Clock, host: HostClocks = HOST_CLOCKS) {
    this.#base = base;
    this.#host = host;
  }

  nowMillis(): number {
    return this.#base.nowMillis();
  }

  isReliable(): boolean {
    return this.state !== "unreliable";
  }

  get state(): ClockState {
    const drift = Math.abs(this.driftMillis);
    if (drift > MAX_DRIFT_MILLIS) return "unreliable";
    return drift > ALARM_DRIFT_MILLIS ? "drifting" : "ok";
  }

  /** By how much it is ahead of its reference as far as is known; 0 where it was never compared. */
  get driftMillis(): number {
    return this.#driftMillis + this.#jumpMillis();
  }

  /** Whether it was set since the last comparison: time for another. */
  get hasJumped(): boolean {
    return Math.abs(this.#jumpMillis()) > JUMP_MILLIS;
  }

  /** Notes by how much the clock is ahead of its reference; behind when negative. */
  observeDrift(driftMillis: number): void {
    this.#driftMillis = driftMillis;
    this.#distanceMillis = this.#readDistance();
  }

  #jumpMillis(): number {
    return this.#distanceMillis === undefined ? 0 : this.#readDistance() - this.#distanceMillis;
  }

  #readDistance(): number {
    return this.#host.wallMillis() - this.#host.elapsedMillis();
  }
}

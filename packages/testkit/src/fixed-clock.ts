import type { Clock } from "@twinlatch/verifier";

/** Noon of some day, at the beginning of a 30-second step. */
export const TEST_NOON_MILLIS = Date.UTC(2026, 4, 3, 12);

/** A clock that stands still until it is moved. */
export class FixedClock implements Clock {
  #nowMillis: number;

  constructor(nowMillis: number = TEST_NOON_MILLIS) {
    this.#nowMillis = nowMillis;
  }

  nowMillis(): number {
    return this.#nowMillis;
  }

  /** Moves by so much; backwards when negative. */
  advance(millis: number): void {
    this.#nowMillis += millis;
  }

  set(nowMillis: number): void {
    this.#nowMillis = nowMillis;
  }
}

import { describe, expect, it } from "vitest";
import { LANE_LIMITS } from "./lane.ts";
import { retryAfterSeconds } from "./reserve-attempt.ts";

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;

/** `count` attempts, the newest `agoMillis` ago, one second apart. */
function attempts(count: number, agoMillis: number): number[] {
  return Array.from({ length: count }, (_, index) => NOW - agoMillis - index * 1000);
}

describe("the wait after a spent budget", () => {
  it("R-033: pools 10 an hour, 20 a day and 60 in 30 days", () => {
    expect(LANE_LIMITS.code).toEqual([
      { attempts: 10, perMillis: HOUR },
      { attempts: 20, perMillis: 24 * HOUR },
      { attempts: 60, perMillis: 30 * 24 * HOUR },
    ]);
    expect(LANE_LIMITS.recovery_code).toEqual(LANE_LIMITS.code);
  });

  it("waits until the tenth newest is an hour old", () => {
    expect(retryAfterSeconds(LANE_LIMITS.code, attempts(10, 0), NOW)).toBe(3600 - 9);
  });

  it("waits for the longest of the limits that are reached", () => {
    expect(retryAfterSeconds(LANE_LIMITS.code, attempts(20, 0), NOW)).toBe(24 * 3600 - 19);
  });

  it("never says less than a second", () => {
    expect(retryAfterSeconds(LANE_LIMITS.code, [], NOW)).toBe(1);
    expect(retryAfterSeconds(LANE_LIMITS.code, attempts(10, HOUR), NOW)).toBe(1);
  });
});

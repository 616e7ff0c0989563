import { describe, expect, it } from "vitest";
import { createCircuitBreaker } from "./circuit-breaker.ts";

function setUp({ faults = 3, openMillis = 1_000 } = {}) {
  const clock = { now: 0 };
  const changes: string[] = [];
  const breaker = createCircuitBreaker({
    faults,
    openMillis,
    steadyMillis: () => clock.now,
    onOpened: () => changes.push("opened"),
    onClosed: () => changes.push("closed"),
  });
  const call = (isGood: boolean) => breaker.admit()?.(isGood);
  return { breaker, call, changes, clock };
}

describe("R-110: a circuit breaker", () => {
  it("R-110: lets calls through until three in a row failed, then none", () => {
    const { breaker, call, changes } = setUp();
    for (const isGood of [false, false, true, false, false]) call(isGood);
    expect(changes).toEqual([]);
    call(false);
    expect(changes).toEqual(["opened"]);
    expect(breaker.admit()).toBeUndefined();
  });

  it("R-110: lets one call probe after a while, and the others go on being passed over", () => {
    const { breaker, call, clock, changes } = setUp({ faults: 1 });
    call(false);
    clock.now = 999;
    expect(breaker.admit()).toBeUndefined();
    clock.now = 1_000;
    const report = breaker.admit();
    expect(report).toBeDefined();
    expect(breaker.admit()).toBeUndefined();
    report?.(true);
    expect(changes).toEqual(["opened", "closed"]);
    expect(breaker.admit()).toBeDefined();
  });

  it("stays open for as long again when the probe fails, and says so once", () => {
    const { breaker, call, clock, changes } = setUp({ faults: 1 });
    call(false);
    clock.now = 5_000;
    call(false);
    clock.now = 5_999;
    expect(breaker.admit()).toBeUndefined();
    clock.now = 6_000;
    expect(breaker.admit()).toBeDefined();
    expect(changes).toEqual(["opened"]);
  });

  it("counts from nothing after it closed", () => {
    const { call, clock, changes } = setUp({ faults: 2 });
    call(false);
    call(false);
    clock.now = 1_000;
    call(true);
    call(false);
    expect(changes).toEqual(["opened", "closed"]);
    call(false);
    expect(changes).toEqual(["opened", "closed", "opened"]);
  });

  it("does not listen to calls that began before it opened", () => {
    const { breaker, call, changes } = setUp({ faults: 1 });
    const early = breaker.admit();
    call(false);
    early?.(true);
    early?.(false);
    expect(breaker.admit()).toBeUndefined();
    expect(changes).toEqual(["opened"]);
  });
});

import { describe, expect, it } from "vitest";
import { createAddressLimit } from "./address-limit.ts";

function limitAt(clock: { now: number }, maxBlocks?: number) {
  return createAddressLimit({
    nowMillis: () => clock.now,
    maxCount: 3,
    windowMillis: 60_000,
    ...(maxBlocks === undefined ? {} : { maxBlocks }),
  });
}

function failTimes(limit: ReturnType<typeof limitAt>, block: string, times: number): void {
  for (let i = 0; i < times; i += 1) limit.count(block);
}

describe("createAddressLimit", () => {
  it("lets a block go on until it has as many failures as it may", () => {
    const limit = limitAt({ now: 0 });
    failTimes(limit, "192.0.2.1", 2);
    expect(limit.secondsToWait("192.0.2.1")).toBeUndefined();
    failTimes(limit, "192.0.2.1", 1);
    expect(limit.secondsToWait("192.0.2.1")).toBe(60);
  });

  it("makes others wait for nothing", () => {
    const limit = limitAt({ now: 0 });
    failTimes(limit, "192.0.2.1", 10);
    expect(limit.secondsToWait("192.0.2.2")).toBeUndefined();
  });

  it("ends the wait with the window, however much more failed in it", () => {
    const clock = { now: 0 };
    const limit = limitAt(clock);
    failTimes(limit, "192.0.2.1", 3);
    clock.now = 59_001;
    failTimes(limit, "192.0.2.1", 50);
    expect(limit.secondsToWait("192.0.2.1")).toBe(1);
    clock.now = 60_000;
    expect(limit.secondsToWait("192.0.2.1")).toBeUndefined();
  });

  it("counts anew after a window", () => {
    const clock = { now: 0 };
    const limit = limitAt(clock);
    failTimes(limit, "192.0.2.1", 2);
    clock.now = 60_000;
    failTimes(limit, "192.0.2.1", 2);
    expect(limit.secondsToWait("192.0.2.1")).toBeUndefined();
  });

  it("remembers a bounded number of blocks and forgets the oldest first", () => {
    const limit = limitAt({ now: 0 }, 2);
    failTimes(limit, "192.0.2.1", 3);
    failTimes(limit, "192.0.2.2", 3);
    failTimes(limit, "192.0.2.3", 3);
    expect(limit.secondsToWait("192.0.2.1")).toBeUndefined();
    expect(limit.secondsToWait("192.0.2.2")).toBe(60);
    expect(limit.secondsToWait("192.0.2.3")).toBe(60);
  });
});

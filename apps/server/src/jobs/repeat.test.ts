import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { repeatJob } from "./repeat.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("runs again after each pause, also after a failure, and says what failed", async () => {
  const failures: unknown[] = [];
  let runs = 0;
  const job = repeatJob({
    pauseMillis: 1_000,
    work: async () => {
      runs += 1;
      if (runs === 2) throw new Error("broken");
    },
    onFailure: (error) => failures.push(error),
  });
  await vi.advanceTimersByTimeAsync(999);
  expect(runs).toBe(0);
  await vi.advanceTimersByTimeAsync(3_001);
  expect(runs).toBe(4);
  expect(failures).toEqual([new Error("broken")]);
  await job.stop();
});

it("never runs twice at a time", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = vi.fn<() => Promise<void>>(() => promise);
  const job = repeatJob({ pauseMillis: 10, work, onFailure: () => {} });
  await vi.advanceTimersByTimeAsync(500);
  expect(work).toHaveBeenCalledTimes(1);
  resolve();
  await vi.advanceTimersByTimeAsync(10);
  expect(work).toHaveBeenCalledTimes(2);
  await job.stop();
});

it("tells the run under way to stop, waits for it, and runs no more", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let given: AbortSignal | undefined;
  const work = vi.fn<(signal: AbortSignal) => Promise<void>>((signal) => {
    given = signal;
    return promise;
  });
  const job = repeatJob({ pauseMillis: 10, work, onFailure: () => {} });
  await vi.advanceTimersByTimeAsync(10);
  let isStopped = false;
  const stopped = job.stop().then(() => {
    isStopped = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  expect([given?.aborted, isStopped]).toEqual([true, false]);
  resolve();
  await stopped;
  await vi.advanceTimersByTimeAsync(100);
  expect(work).toHaveBeenCalledTimes(1);
});

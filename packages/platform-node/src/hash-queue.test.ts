import { BusyError } from "@twinlatch/verifier";
import { describe, expect, it } from "vitest";
import { HashQueue } from "./hash-queue.ts";

/** Work that ends when the test says so. */
function controlledWork(queue: HashQueue, name: string, log: string[]) {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const done = queue.run(() => {
    log.push(name);
    return promise;
  });
  // The tests await `done` later; until then a rejection must not end the process.
  done.catch(() => {});
  return { done, resolve: () => resolve(name), reject };
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe("R-030: HashQueue", () => {
  it("R-030: runs as many as it may, lets as many wait as may, and refuses the rest at once", async () => {
    const queue = new HashQueue({ concurrency: 2, maxWaiting: 3 });
    const started: string[] = [];
    const works = ["a", "b", "c", "d", "e"].map((name) => controlledWork(queue, name, started));
    await expect(queue.run(async () => started.push("f"))).rejects.toThrow(BusyError);
    expect(started).toEqual(["a", "b"]);
    expect([queue.running, queue.waiting]).toEqual([2, 3]);
    for (const work of works) work.resolve();
    expect(await Promise.all(works.map((work) => work.done))).toEqual(["a", "b", "c", "d", "e"]);
    expect(started).toEqual(["a", "b", "c", "d", "e"]);
    expect([queue.running, queue.waiting]).toEqual([0, 0]);
  });

  it("R-030: of 100 at once, runs what it promised and answers 67 of them busy", async () => {
    const queue = new HashQueue({ concurrency: 1, maxWaiting: 32 });
    let running = 0;
    let most = 0;
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () =>
        queue.run(async () => {
          running += 1;
          most = Math.max(most, running);
          await settle();
          running -= 1;
        }),
      ),
    );
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(33);
    expect(most).toBe(1);
    expect(queue.running).toBe(0);
  });

  it("R-030: hands a place to whoever waited, not to a newcomer", async () => {
    const queue = new HashQueue({ concurrency: 1, maxWaiting: 2 });
    const started: string[] = [];
    const first = controlledWork(queue, "first", started);
    const waiting = controlledWork(queue, "waiting", started);
    first.resolve();
    await first.done;
    const newcomer = controlledWork(queue, "newcomer", started);
    await settle();
    expect(started).toEqual(["first", "waiting"]);
    expect(queue.running).toBe(1);
    waiting.resolve();
    newcomer.resolve();
    await newcomer.done;
    expect(started).toEqual(["first", "waiting", "newcomer"]);
  });

  it("passes a failure on and goes on with the next, also when work throws at once", async () => {
    const queue = new HashQueue({ concurrency: 1, maxWaiting: 2 });
    const started: string[] = [];
    const failing = controlledWork(queue, "failing", started);
    const throwing = queue.run(() => {
      throw new Error("at once");
    });
    const next = controlledWork(queue, "next", started);
    failing.reject(new Error("later"));
    next.resolve();
    await expect(failing.done).rejects.toThrow("later");
    await expect(throwing).rejects.toThrow("at once");
    expect(await next.done).toBe("next");
    expect([queue.running, queue.waiting]).toEqual([0, 0]);
  });

  it("takes work again after a volley", async () => {
    const queue = new HashQueue({ concurrency: 1, maxWaiting: 0 });
    const started: string[] = [];
    const work = controlledWork(queue, "a", started);
    await expect(queue.run(async () => "b")).rejects.toMatchObject({ code: "busy" });
    work.resolve();
    await work.done;
    expect(await queue.run(async () => "c")).toBe("c");
  });

  it.each([
    { concurrency: 0, maxWaiting: 1 },
    { concurrency: 1.5, maxWaiting: 1 },
    { concurrency: Number.NaN, maxWaiting: 1 },
    { concurrency: 1, maxWaiting: -1 },
    { concurrency: 1, maxWaiting: Number.POSITIVE_INFINITY },
  ])("refuses the limits %j", (limits) => {
    expect(() => new HashQueue(limits)).toThrow(RangeError);
  });
});

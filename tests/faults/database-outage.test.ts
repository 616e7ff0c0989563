import { execFileSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import type { CallResult, EndpointName } from "@twinlatch/client";
import { describe, expect, it, onTestFinished } from "vitest";
import { createInstallation } from "../harness/installation.ts";
import { Ledger } from "../harness/ledger.ts";
import { type Person, problemOf, signUpPerson } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { openTcpProxy, type TcpProxy } from "../harness/tcp-proxy.ts";
import { type PostgresServer, startPostgres } from "../postgres/start-postgres.ts";
import { rounds } from "../rounds.ts";

/** Load before the outage, so that memory is what a busy server has. */
const WARM_UP_MILLIS = rounds(1_000, 45_000);
const OUTAGE_MILLIS = rounds(5_000, 60_000);
const LATENCY_MILLIS = 5_000;
/** Far longer than any call may take: one that hangs is a failure. */
const HANG_MILLIS = 10_000;
/** How long 99 of 100 callers wait for their 503, and how long after its return until all is well. */
const REFUSAL_MILLIS = rounds(HANG_MILLIS, 2_000);
const RECOVERY_MILLIS = rounds(30_000, 5_000);
const CALLERS = 24;
/** What an outage may take of memory, and its second half beyond the first. */
const MAX_GROWTH_MEBIBYTES = 120;
const MAX_LATER_GROWTH_MEBIBYTES = rounds(MAX_GROWTH_MEBIBYTES, 40);

interface Outage {
  begin(postgres: PostgresServer, proxy: TcpProxy): Promise<void>;
  end(postgres: PostgresServer, proxy: TcpProxy): Promise<void>;
}

const OUTAGES: Readonly<Record<string, Outage>> = {
  "is stopped": {
    begin: (postgres) => postgres.halt(),
    end: (postgres) => postgres.resume(),
  },
  "takes five seconds longer for everything": {
    begin: async (_, proxy) => proxy.delay(LATENCY_MILLIS),
    end: async (_, proxy) => proxy.restore(),
  },
};

describe.each(Object.entries(OUTAGES))("a server under load whose PostgreSQL %s", (_, outage) => {
  it("R-109: answers 503, keeps its memory bounded and recovers by itself", {
    timeout: 300_000,
  }, async () => {
    const { installation, postgres, proxy, server } = await startBehindProxy();
    const ledger = new Ledger();
    const people = await Promise.all(
      Array.from({ length: 4 }, () => signUpPerson(server, { watch: ledger.watch, count: 8 })),
    );
    for (const person of people) onTestFinished(() => person.close());
    await callFor(WARM_UP_MILLIS, people);
    const before = residentMebibytes(server);

    await outage.begin(postgres, proxy);
    const firstHalf = await callFor(OUTAGE_MILLIS / 2, people);
    const halfWay = residentMebibytes(server);
    const calls = [...firstHalf, ...(await callFor(OUTAGE_MILLIS / 2, people))];
    const during = residentMebibytes(server);
    await outage.end(postgres, proxy);

    // What was under way when it began may still have been answered.
    const refusals = calls.filter(({ outcome }) => outcome !== "ok");
    expect([...new Set(refusals.map(({ outcome }) => outcome))]).toEqual(["unavailable"]);
    expect(calls.slice(-CALLERS).filter(({ outcome }) => outcome === "ok")).toEqual([]);
    expect(percentile(refusals, 99)).toBeLessThanOrEqual(REFUSAL_MILLIS);
    expect(during - before).toBeLessThan(MAX_GROWTH_MEBIBYTES);
    expect(during - halfWay).toBeLessThan(MAX_LATER_GROWTH_MEBIBYTES);

    await untilRecovered(people);
    const after = await callFor(500, people);
    expect(after.filter(({ outcome }) => outcome !== "ok")).toEqual([]);
    // The process is the one it was: `startServer` starts none again.
    expect((await fetch(`${server.baseUrl}/readyz`)).status).toBe(200);
    expect(await ledger.findLosses(installation.database)).toEqual([]);
  });
});

async function startBehindProxy() {
  // One of its own, on the disk: the others' tests must not be stopped, and nothing committed may be lost.
  const postgres = await startPostgres({ fsync: true });
  onTestFinished(() => postgres.stop());
  const proxy = await openTcpProxy(Number(new URL(postgres.url).port));
  onTestFinished(() => proxy.close());
  const installation = await createInstallation("postgres", postgres.url);
  onTestFinished(() => installation.stop());
  const behindProxy = new URL(installation.storage);
  behindProxy.port = String(proxy.port);
  const server = await installation.start({ DATABASE_URL: behindProxy.href });
  return { installation, postgres, proxy, server };
}

interface TimedCall {
  readonly outcome: string;
  readonly millis: number;
}

/** Reads and writes without a pause for so long; what each call was answered, and when. */
async function callFor(millis: number, people: readonly Person[]): Promise<readonly TimedCall[]> {
  const calls: TimedCall[] = [];
  const endAt = Date.now() + millis;
  const callers = Array.from({ length: CALLERS }, async (_, index) => {
    const person = people[index % people.length]!;
    do {
      const signal = AbortSignal.timeout(HANG_MILLIS);
      const begunAt = performance.now();
      const result: CallResult<EndpointName> =
        index % 2 === 0
          ? await person.client.call("getSession", { signal })
          : await person.client.call("setSignInSetting", { body: { value: "off" }, signal });
      calls.push({ outcome: problemOf(result) ?? "ok", millis: performance.now() - begunAt });
    } while (Date.now() < endAt);
  });
  await Promise.all(callers);
  return calls;
}

function percentile(calls: readonly TimedCall[], percent: number): number {
  const sorted = calls.map(({ millis }) => millis).toSorted((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
}

async function untilRecovered(people: readonly Person[]): Promise<void> {
  const deadline = Date.now() + RECOVERY_MILLIS;
  while ((await callFor(0, people)).some(({ outcome }) => outcome === "unavailable")) {
    if (Date.now() > deadline) throw new Error("The server did not recover");
    await wait(100);
  }
}

function residentMebibytes({ processId }: RunningServer): number {
  const output = execFileSync("ps", ["-o", "rss=", "-p", String(processId)], { encoding: "utf8" });
  return Number(output) / 1024;
}

import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { createInstallation, storageKinds } from "../harness/installation.ts";
import { Ledger } from "../harness/ledger.ts";
import { type Person, problemOf, signUpPerson } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { rounds } from "../rounds.ts";

const RESTARTS = rounds(2, 20);
const PEOPLE = 8;
/** Several times in the second that a stopping server gives. */
const CHECK_MILLIS = 100;
/** Eight people call some hundred times a second, and there is always a request under way. */
const CALL_MILLIS = 50;

describe.each(storageKinds("postgres"))("two servers on %s behind a balancer", (kind) => {
  it("R-114: are restarted in turn under load without one failed request", {
    timeout: rounds(120_000, 900_000),
  }, async () => {
    const installation = await createInstallation(kind);
    onTestFinished(() => installation.stop());
    const start = () => installation.start({ TWINLATCH_STOP_DELAY_SECONDS: "1" });
    const servers = [await start(), await start()];
    const balancer = await openBalancer(servers);
    const ledger = new Ledger();
    const failures: string[] = [];
    const [first] = servers;
    const people = await Promise.all(
      Array.from({ length: PEOPLE }, () =>
        signUpPerson(first!, {
          watch: (send) => ledger.watch(noteFailures(send, (failure) => failures.push(failure))),
        }),
      ),
    );
    for (const person of people) {
      person.moveTo({ ...first!, baseUrl: balancer.baseUrl });
      onTestFinished(() => person.close());
    }

    // A set-up that was turned away tried again.
    failures.length = 0;
    let isOver = false;
    const load = Promise.all(people.map((person) => callUntil(person, () => isOver)));
    for (let restart = 0; restart < RESTARTS; restart += 1) {
      const at = restart % servers.length;
      // As an operator does it: one at a time, and the next when the balancer has this one again.
      await servers[at]!.stop();
      servers[at] = await start();
      await balancer.untilReady(servers[at]);
    }
    isOver = true;
    const outcomes = (await load).flat();

    expect(failures).toEqual([]);
    expect([...new Set(outcomes)]).toEqual(["ok"]);
    expect(outcomes.length).toBeGreaterThan(20 * RESTARTS);
    expect(balancer.timesUnready()).toBeGreaterThanOrEqual(RESTARTS);
    expect(await ledger.findLosses(installation.database)).toEqual([]);
  });
});

/** A client repeats by itself what got no answer: what failed on the way is noted here. */
function noteFailures(send: typeof fetch, note: (failure: string) => void): typeof fetch {
  return async (input, init) => {
    try {
      const response = await send(input, init);
      if (response.status >= 500) note(`${init?.method} ${response.status}`);
      return response;
    } catch (error) {
      note(`${init?.method} ${String(error)}`);
      throw error;
    }
  };
}

/** Reads and writes until told to stop: steadily, for a server that is flooded turns some away. */
async function callUntil(person: Person, isOver: () => boolean): Promise<readonly string[]> {
  const outcomes: string[] = [];
  while (!isOver()) {
    await wait(CALL_MILLIS);
    const results = [
      await person.client.call("getSession", {}),
      await person.client.call("setSignInSetting", { body: { value: "off" } }),
    ];
    outcomes.push(...results.map((result) => problemOf(result) ?? "ok"));
  }
  return outcomes;
}

interface Balancer {
  readonly baseUrl: string;
  /** Waits until requests are passed to a server. */
  untilReady(server: RunningServer): Promise<void>;
  /** How often a server was found not ready. */
  timesUnready(): number;
}

/** Asks the servers over and over whether they are ready, and passes requests to those in turn that are. */
async function openBalancer(servers: readonly RunningServer[]): Promise<Balancer> {
  let turn = 0;
  let timesUnready = 0;
  const ready = new Set(servers.map(({ baseUrl }) => baseUrl));
  const check = async ({ baseUrl }: RunningServer) => {
    const isReady = await fetch(`${baseUrl}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) ready.add(baseUrl);
    else if (ready.delete(baseUrl)) timesUnready += 1;
  };
  const checking = setInterval(() => void Promise.all(servers.map(check)), CHECK_MILLIS);
  onTestFinished(() => clearInterval(checking));

  const agent = new Agent({ keepAlive: false });
  const server = createServer((incoming, outgoing) => {
    const now = servers.filter(({ baseUrl }) => ready.has(baseUrl));
    turn += 1;
    if (now.length === 0) {
      outgoing.writeHead(502).end();
      return;
    }
    const target = new URL(incoming.url ?? "/", now[turn % now.length]?.baseUrl);
    const { method } = incoming;
    const headers = { ...incoming.headers, host: target.host };
    const passed = request(target, { agent, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port to listen on");
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    async untilReady({ baseUrl }) {
      while (!ready.has(baseUrl)) await wait(CHECK_MILLIS);
    },
    timesUnready: () => timesUnready,
  };
}

import type { Challenge } from "@twinlatch/api-contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { watchSpraying } from "../../apps/server/src/jobs/watch-spraying.ts";
import { createLog } from "../../apps/server/src/log/log.ts";
import { rounds } from "../rounds.ts";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

const ACCOUNTS = rounds(60, 500);
const ADDRESSES = 100;
/** The guessers take so long for all of it. */
const MINUTES = 10;
const MINUTE = 60_000;

interface Target {
  readonly owner: EdgeBrowser;
  readonly phone: Awaited<ReturnType<EdgeBrowser["addAuthenticator"]>>;
}

let installation: EdgeInstallation;
const targets: Target[] = [];
const alarms: { readonly atMillis: number; readonly accounts: number }[] = [];
/** When there were more than ten accounts with three failures. */
let thresholdAtMillis = 0;

/** A guess from a browser that nobody knows; returns the status of the answer. */
async function guess({ owner, phone }: Target, source: number, code = phone.wrongCode()) {
  const ip = `198.51.100.${source % ADDRESSES}`;
  const stranger = new EdgeBrowser(installation, owner.email);
  const first = expectStatus(await stranger.signIn(undefined, { ip }), 200);
  const { challenge } = first.json<{ challenge: Challenge }>();
  const body = { kind: "totp", factorId: phone.factorId, code };
  const path = `/challenges/${challenge.id}/verify`;
  return (await stranger.send("POST", path, { body, ip })).statusCode;
}

/** What every process does every minute. */
async function lookAround(accounts: number): Promise<void> {
  installation.clock.advance(MINUTE);
  installation.advanceAddressClock(MINUTE);
  const write = (line: string) => {
    if (!line.includes("spraying_noticed")) return;
    alarms.push({ atMillis: installation.clock.nowMillis(), accounts });
  };
  await watchSpraying(installation.deps, {
    log: createLog("error", { write }),
    metrics: undefined,
  });
}

beforeAll(
  async () => {
    installation = await openEdgeInstallation();
    for (let each = 0; each < ACCOUNTS + 1; each += 1) {
      const owner = new EdgeBrowser(installation, `person-${each}@example.org`);
      await owner.signUp();
      targets.push({ owner, phone: await owner.addAuthenticator() });
      installation.advanceAddressClock(MINUTE);
    }
    for (const [index, target] of targets.slice(0, ACCOUNTS).entries()) {
      for (let each = 0; each < 3; each += 1) {
        const status = await guess(target, index * 3 + each);
        if (status !== 401) throw new Error(`a wrong code was answered ${status}`);
      }
      if (index === 10) thresholdAtMillis = installation.clock.nowMillis();
      if ((index + 1) % Math.ceil(ACCOUNTS / MINUTES) === 0) await lookAround(index + 1);
    }
  },
  rounds(120_000, 1_200_000),
);
afterAll(() => installation.close());

describe("three wrong codes on each of many accounts, from a hundred addresses", () => {
  it("R-041: raise one alarm, within five minutes, in the log and in the audit trail", () => {
    expect(alarms).toHaveLength(1);
    const [{ atMillis, accounts } = { atMillis: Number.NaN, accounts: 0 }] = alarms;
    expect(atMillis - thresholdAtMillis).toBeLessThanOrEqual(5 * MINUTE);
    expect(accounts).toBeGreaterThan(10);
    const events = installation.rows.events();
    expect(events.filter(({ type }) => type === "throttle.spraying_noticed")).toMatchObject([
      { atMillis, outcome: "allowed", subjectId: null },
    ]);
  });

  it("R-041: leave strangers five guesses a day, at accounts that nobody has tried too", async () => {
    const untouched = targets[ACCOUNTS]!;
    const statuses: number[] = [];
    for (let each = 0; each < 7; each += 1) statuses.push(await guess(untouched, each));
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(await guess(untouched, 8, untouched.phone.code())).toBe(429);
  });

  it("R-041: keep nobody out who is known", async () => {
    for (const { owner, phone } of [targets[0]!, targets[ACCOUNTS]!]) {
      const first = expectStatus(await owner.signIn(), 200);
      const { challenge } = first.json<{ challenge: Challenge }>();
      const path = `/challenges/${challenge.id}/verify`;
      expectStatus(await owner.send("POST", path, { body: phone.answer() }), 200);
    }
  });
});

import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { readSqlite } from "../harness/database-reader.ts";
import { Ledger } from "../harness/ledger.ts";
import { type Person, problemOf, signUpPerson, totpAnswer } from "../harness/person.ts";
import { SMALL_DISKS } from "../harness/small-disk.ts";
import { type RunningServer, startServer } from "../harness/start-server.ts";
import { rounds } from "../rounds.ts";

/** Sign-ins begun while there is no room; long before the last one nothing is left to write over. */
const SIGN_INS = rounds(100, 600);
const RECOVERY_MILLIS = 10_000;

describe.each(Object.entries(SMALL_DISKS))("a server on %s", (_, openDisk) => {
  it("R-113: answers 503 and accepts nothing unrecorded, and recovers by itself", {
    timeout: 300_000,
  }, async () => {
    const disk = await openDisk();
    onTestFinished(() => disk.remove());
    const server = await startServer({ storage: "sqlite", dataFolder: disk.folder });
    onTestFinished(() => server.stop());
    const database = readSqlite(server.databaseFile);
    onTestFinished(() => database.close());
    const ledger = new Ledger();
    const person = await signUpPerson(server, { watch: ledger.watch });
    onTestFinished(() => person.close());
    const { authenticator } = await person.addAuthenticator();
    const step = await person.beginSignIn();
    const right = totpAnswer(authenticator);

    // The log begins again from its start: what is written over needs no room, and some still fits.
    await database.query("PRAGMA wal_checkpoint(RESTART)");
    await disk.fill(server);
    const answers = await tryEverything(person);

    expect([...new Set(answers)].toSorted()).toEqual(["ok", "unavailable"]);
    expect(answers.slice(-5)).toEqual(answers.slice(-5).map(() => "unavailable"));
    expect(problemOf(await person.answer(step, right))).toBe("unavailable");
    expect((await person.client.call("getSession", {})).ok).toBe(true);
    expect((await fetch(`${server.baseUrl}/healthz`)).status).toBe(200);

    await disk.free(server);
    await untilWritten(person);

    // The code that came while nothing could be written was not spent, and now is.
    expect(problemOf(await person.answer(step, right))).toBeUndefined();
    expect(await ledger.findLosses(database)).toEqual([]);
    const [check] = await database.query<{ integrity_check: string }>("PRAGMA integrity_check");
    expect(check).toEqual({ integrity_check: "ok" });
    await expectRestart(server, disk.folder);
  });
});

/** Every kind of write, over and over; what they were answered. */
async function tryEverything(person: Person): Promise<readonly string[]> {
  const answers: string[] = [];
  for (let tries = 0; tries < SIGN_INS; tries += 1) {
    const results = await Promise.all([
      person.client.call("signIn", person.passwordSignIn()),
      person.client.call("acknowledgeRecoveryCodes", {}),
    ]);
    answers.push(...results.map((result) => problemOf(result) ?? "ok"));
  }
  return answers;
}

async function untilWritten(person: Person): Promise<void> {
  const deadline = Date.now() + RECOVERY_MILLIS;
  for (;;) {
    const result = await person.client.call("acknowledgeRecoveryCodes", {});
    if (result.ok) return;
    if (Date.now() > deadline) throw new Error("The server did not recover in ten seconds");
    await wait(100);
  }
}

/** What was written before and after is there for the next process. */
async function expectRestart(server: RunningServer, dataFolder: string): Promise<void> {
  await server.stop();
  const next = await startServer({ storage: "sqlite", dataFolder });
  onTestFinished(() => next.stop());
  expect((await fetch(`${next.baseUrl}/readyz`)).status).toBe(200);
}

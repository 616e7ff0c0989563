import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { type DatabaseReader, readSqlite } from "../harness/database-reader.ts";
import { createInstallation } from "../harness/installation.ts";
import { Ledger } from "../harness/ledger.ts";
import { type Person, problemOf, signUpPerson, totpAnswer } from "../harness/person.ts";
import { CAN_MOUNT, mountSmallDisk, SMALL_DISKS } from "../harness/small-disk.ts";
import { type RunningServer, startServer } from "../harness/start-server.ts";
import { startPostgres } from "../postgres/start-postgres.ts";
import { isSlowRun, rounds } from "../rounds.ts";

/** Sign-ins begun while there is no room; long before the last one nothing is left to write over. */
const SIGN_INS = rounds(100, 600);
const RECOVERY_MILLIS = 10_000;
const POSTGRES_MEBIBYTES = 96;

/** What a server with a full disk is held to, whatever it stores its data in. */
interface Shortage {
  readonly server: RunningServer;
  readonly database: DatabaseReader;
  /** From now on nothing more fits. */
  begin(): Promise<void>;
  /** What else holds meanwhile. */
  check?(person: Person): Promise<void>;
  /** There is room again, and the database runs. */
  end(): Promise<void>;
}

async function expectRefusal(shortage: Shortage): Promise<void> {
  const { server, database } = shortage;
  const ledger = new Ledger();
  const person = await signUpPerson(server, { watch: ledger.watch });
  onTestFinished(() => person.close());
  const { authenticator } = await person.addAuthenticator();
  const step = await person.beginSignIn();
  const right = totpAnswer(authenticator);

  await shortage.begin();
  const answers = await tryEverything(person);

  // What could be written over still fitted; how much that was is the database's matter.
  expect(answers.filter((answer) => answer !== "ok" && answer !== "unavailable")).toEqual([]);
  expect(answers.slice(-5)).toEqual(answers.slice(-5).map(() => "unavailable"));
  expect(problemOf(await person.answer(step, right))).toBe("unavailable");
  expect((await fetch(`${server.baseUrl}/healthz`)).status).toBe(200);
  await shortage.check?.(person);

  await shortage.end();
  await untilWritten(person);

  // The code that came while nothing could be written was not spent, and now is.
  expect(problemOf(await person.answer(step, right))).toBeUndefined();
  expect(await ledger.findLosses(database)).toEqual([]);
}

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
    await expectRefusal({
      server,
      database,
      async begin() {
        // The log begins again from its start: what is written over needs no room, and some still fits.
        await database.query("PRAGMA wal_checkpoint(RESTART)");
        await disk.fill(server);
      },
      async check({ client }) {
        expect((await client.call("getSession", {})).ok).toBe(true);
      },
      end: () => disk.free(server),
    });
    const [check] = await database.query<{ integrity_check: string }>("PRAGMA integrity_check");
    expect(check).toEqual({ integrity_check: "ok" });
    await expectRestart(server, disk.folder);
  });
});

/** PostgreSQL gives up when its log does not fit; what runs it starts it again. */
const POSTGRES = CAN_MOUNT && isSlowRun() ? ["a full file system"] : [];

describe.each(POSTGRES)("a server whose PostgreSQL is on %s", () => {
  it("R-113: answers 503 and accepts nothing unrecorded, and goes on when PostgreSQL does", {
    timeout: 300_000,
  }, async () => {
    const disk = await mountSmallDisk(POSTGRES_MEBIBYTES);
    onTestFinished(() => disk.remove());
    const postgres = await startPostgres({ fsync: true, dataFolder: disk.folder });
    onTestFinished(() => postgres.stop());
    const installation = await createInstallation("postgres", postgres.url);
    onTestFinished(() => installation.stop());
    const server = await installation.start();
    await expectRefusal({
      server,
      database: installation.database,
      begin: () => disk.fill(server),
      async end() {
        await disk.free(server);
        await postgres.resume();
      },
    });
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

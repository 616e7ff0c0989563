import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import { type Authenticator, expectAnswer, type Person, signUpPerson } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { rounds } from "../rounds.ts";
import { type RunningSmtpServer, startSmtpServer } from "../smtp/start-smtp-server.ts";

const KILLS = rounds(4, 100);
/** Past the time for which a claimed notice is left alone. */
const LEASE_MILLIS = 61_000;
const DISABLED = "Twinlatch: Two-factor authentication was disabled";
const ENABLED = "Twinlatch: Two-factor authentication was enabled";

/** When the process dies: at once, or when the mail server has the whole mail. */
const MOMENTS = ["after_commit", "before_reply", "after_reply", "any_time"] as const;
type Moment = (typeof MOMENTS)[number];

/** A mail server that tells when it has a mail, before and after it says so. */
async function startSink(port?: number) {
  const mails: { readonly id: string; readonly subject: string }[] = [];
  let onTaken: (moment: Moment) => Promise<void> = async () => {};
  const server: RunningSmtpServer = await startSmtpServer(
    {
      onData(stream, _session, done) {
        const take = async () => {
          const source = await text(stream);
          const [, id = ""] = /^Message-ID: (.+)$/im.exec(source) ?? [];
          const [, subject = ""] = /^Subject: (.+)$/im.exec(source) ?? [];
          mails.push({ id: id.trim(), subject: subject.trim() });
          await onTaken("before_reply");
          done();
          await onTaken("after_reply");
        };
        // The mail of a process that died half way was never taken.
        take().catch(() => {});
      },
    },
    port,
  );
  return {
    server,
    mails,
    /** Goes on with the mail at that moment only when `act` is over. */
    interrupt: (moment: Moment, act: () => Promise<void>) => {
      onTaken = async (now) => (now === moment ? act() : undefined);
    },
  };
}

/** A server that has just begun on a busy machine may answer "nothing was changed, try again". */
async function untilDone(change: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await change();
    } catch (error) {
      if (tries === 20 || !String(error).includes('"unavailable"')) throw error;
      await sleep(500);
    }
  }
}

describe.each(storageKinds("postgres"))("notices on %s", (kind) => {
  let installation: Installation;
  let sink: Awaited<ReturnType<typeof startSink>>;
  let server: RunningServer;
  let person: Person;
  let authenticator: Authenticator;
  let acts = 0;

  const startWithMail = () =>
    installation.start({
      TWINLATCH_SMTP_URL: `smtp://127.0.0.1:${sink.server.port}`,
      TWINLATCH_MAIL_FROM: "no-reply@example.org",
    });
  const waiting = () =>
    installation.database.query<{ id: string; attempts: number }>(
      "SELECT id, attempts FROM notice",
    );
  const untilAllAreSent = () =>
    vi.waitFor(async () => expect(await waiting()).toEqual([]), { timeout: 60_000, interval: 50 });

  /** Turns the second step off and on: two acts that the owner is told of. */
  async function act(): Promise<void> {
    await untilDone(async () => {
      const off = { body: { value: "off" } } as const;
      installation.clock.advance(30_000);
      const proof = await person.prove("setSignInSetting", off, authenticator);
      expectAnswer(await person.client.call("setSignInSetting", { ...off, proof }));
    });
    await untilDone(async () => {
      const on = { body: { value: "every_time" } } as const;
      expectAnswer(await person.client.call("setSignInSetting", on));
    });
    acts += 1;
  }

  function expectEachOnce(): void {
    for (const subject of [DISABLED, ENABLED]) {
      const ids = sink.mails.filter((mail) => mail.subject === subject).map(({ id }) => id);
      // A second copy has the same Message-ID, by which a mailbox shows one.
      expect(new Set(ids).size).toBe(acts);
    }
  }

  beforeAll(async () => {
    installation = await createInstallation(kind);
    sink = await startSink();
    server = await installation.start();
    person = await signUpPerson(server);
    ({ authenticator } = await person.addAuthenticator());
    await untilAllAreSent();
    await server.stop();
  });
  afterAll(async () => {
    person?.close();
    await installation?.stop();
    await sink?.server.close();
  });

  it(`R-086: arrive, each under one name, although the process dies ${KILLS} times on the way`, {
    timeout: rounds(120_000, 1_800_000),
  }, async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      server = await startWithMail();
      person.moveTo(server);
      const moment = MOMENTS[kill % MOMENTS.length] ?? "any_time";
      await act();
      const dying = Promise.withResolvers<void>();
      const gone = Promise.withResolvers<void>();
      sink.interrupt(moment, () => {
        dying.resolve();
        return gone.promise;
      });
      if (moment === "after_commit") dying.resolve();
      // Where both notices had left before it was set up, the process dies later.
      const timer = setTimeout(dying.resolve, moment === "any_time" ? (kill * 370) % 1500 : 3_000);
      await dying.promise;
      clearTimeout(timer);
      await server.kill();
      gone.resolve();
      sink.interrupt(moment, async () => {});
      installation.clock.advance(LEASE_MILLIS);
    }
    server = await startWithMail();
    person.moveTo(server);
    await untilAllAreSent();
    expectEachOnce();
  });

  it("R-086: arrive once the mail server is back after half an hour", {
    timeout: 120_000,
  }, async () => {
    const { port } = sink.server;
    await sink.server.close();
    const before = sink.mails;
    await act();
    const triesOf = async () => Math.min(...(await waiting()).map(({ attempts }) => attempts));
    const backAtMillis = installation.clock.nowMillis() + 30 * 60_000;
    while (installation.clock.nowMillis() < backAtMillis) {
      const tries = await triesOf();
      const goOn = async () => {
        installation.clock.advance(60_000);
        expect(await triesOf()).toBeGreaterThan(tries);
      };
      await vi.waitFor(goOn, { timeout: 60_000, interval: 500 });
    }
    expect(await waiting()).toHaveLength(2);
    sink = await startSink(port);
    sink.mails.push(...before);
    // A try that was under way may still fail, and the next one waits for its time.
    const untilTheyArrive = async () => {
      installation.clock.advance(300_000);
      expect(await waiting()).toEqual([]);
    };
    await vi.waitFor(untilTheyArrive, { timeout: 60_000, interval: 2_000 });
    expectEachOnce();
    expect(sink.mails).toHaveLength(before.length + 2);
  });
});

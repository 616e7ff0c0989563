import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { allowed, auditAfter, countAttempts, newestAudit } from "../harness/audit-trail.ts";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import {
  type Authenticator,
  expectAnswer,
  type Person,
  problemOf,
  type SecondStep,
  signUpPerson,
  totpAnswer,
} from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { openTcpProxy, type TcpProxy } from "../harness/tcp-proxy.ts";
import { rounds } from "../rounds.ts";

const SIGN_INS = rounds(20, 300);
/** Every so manieth answer is lost: 1 % in `test:slow`, more where fewer are made. */
const LOST_EVERY = rounds(7, 100);
const STEP_MILLIS = 30_000;
const MONTH_MILLIS = 31 * 24 * 3_600_000;
const timeout = rounds(120_000, 600_000);

describe.each(storageKinds("sqlite"))("a client of a server on %s that loses answers", (kind) => {
  let installation: Installation;
  let server: RunningServer;
  let line: TcpProxy;
  let person: Person;
  let authenticator: Authenticator;

  beforeAll(async () => {
    installation = await createInstallation(kind);
    server = await installation.start();
    const { port, host } = new URL(server.baseUrl);
    line = await openTcpProxy(Number(port));
    const behindLine = { ...server, baseUrl: `http://127.0.0.1:${line.port}` };
    person = await signUpPerson(behindLine, { headers: { host } });
    ({ authenticator } = await person.addAuthenticator());
  });

  beforeEach(() => {
    // Budgets are empty again.
    installation.clock.advance(MONTH_MILLIS);
    onTestFinished(() => line.loseAnswers(0));
  });

  afterAll(async () => {
    person?.close();
    await line?.close();
    await installation?.stop();
  });

  it("R-115: gets in with the code it entered, each code opens one session, and no try counts", {
    timeout,
  }, async () => {
    const before = await newestAudit(installation.database);
    line.loseAnswers(LOST_EVERY);
    for (let done = 0; done < SIGN_INS; done += 1) {
      installation.clock.advance(STEP_MILLIS);
      const step = await beginUntilAnswered(person);
      const result = await person.answer(step, totpAnswer(authenticator));
      const answer = expectAnswer(result);
      person.sessionToken = answer.sessionToken;
      const session = await getSession(person);
      // What changes nothing is asked for again.
      expectAnswer(session.ok ? session : await getSession(person));
    }
    expect(line.lostAnswers).toBeGreaterThan(0);
    const events = await auditAfter(installation.database, before);
    expect(allowed(events, "sign_in.second_step")).toHaveLength(SIGN_INS);
    expect(events.filter(({ outcome }) => outcome === "refused")).toEqual([]);
    expect(await countAttempts(installation.database, installation.clock.nowMillis() - 1)).toBe(0);
  });

  it("R-115: loses no try by an answer that was lost, and is told that the code was wrong", async () => {
    const step = await person.beginSignIn();
    const start = installation.clock.nowMillis() - STEP_MILLIS;
    const [first, second] = authenticator.wrongCodes(2);
    const lostBefore = line.lostAnswers;
    for (const code of [first, second]) {
      line.loseAnswers(2);
      // The next answer passes, and the one after that does not.
      await getSession(person);
      const result = await person.answer(step, totpAnswer(authenticator, code));
      expect(problemOf(result)).toBe("invalid_code");
    }
    expect(line.lostAnswers).toBe(lostBefore + 2);
    expect(await countAttempts(installation.database, start)).toBe(2);
  });

  it("R-115: sees the recovery codes that were made, although their answer was lost, and they work", async () => {
    await person.signIn(authenticator);
    installation.clock.advance(STEP_MILLIS);
    const proof = await person.prove("regenerateRecoveryCodes", {}, authenticator);
    const before = await newestAudit(installation.database);
    const lostBefore = line.lostAnswers;
    line.loseAnswers(2);
    // The next answer passes, and the one after that does not.
    await getSession(person);
    const made = expectAnswer(await person.client.call("regenerateRecoveryCodes", { proof }));
    expect(line.lostAnswers).toBe(lostBefore + 1);
    line.loseAnswers(0);
    const events = await auditAfter(installation.database, before);
    expect(allowed(events, "recovery_codes.regenerated")).toHaveLength(1);
    const [code = ""] = made.recoveryCodes;
    const used = await person.answer(await person.beginSignIn(), { kind: "recovery_code", code });
    expectAnswer(used);
  });

  it("R-115: is no oracle: without the key, and for every other caller, the code is spent", async () => {
    installation.clock.advance(STEP_MILLIS);
    const step = await person.beginSignIn();
    const right = totpAnswer(authenticator);
    const before = await newestAudit(installation.database);
    expectAnswer(await person.answer(step, right));

    // The same call, named by another key.
    expect(problemOf(await person.answer(step, right))).toBe("challenge_closed");
    const stranger = await signUpPerson(server);
    onTestFinished(() => stranger.close());
    await stranger.addAuthenticator();
    const other = await stranger.beginSignIn();
    // With a ticket of another sign-in the answered challenge is as absent as one that never was.
    const answers = [step.challengeId, "chl_aaaaaaaaaaaaaaaaaaaaaaaaaa"].map((challengeId) =>
      stranger.answer({ challengeId, ticket: other.ticket }, right),
    );
    expect((await Promise.all(answers)).map(problemOf)).toEqual(["not_found", "not_found"]);
    const events = await auditAfter(installation.database, before);
    expect(allowed(events, "sign_in.second_step")).toHaveLength(1);
  });
});

function getSession(person: Person) {
  return person.client.call("getSession", {});
}

async function beginUntilAnswered(person: Person): Promise<SecondStep> {
  for (;;) {
    try {
      return await person.beginSignIn();
    } catch (error) {
      if (!String(error).includes("unreachable")) throw error;
    }
  }
}

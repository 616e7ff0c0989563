import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { allowed, auditAfter, countAttempts, newestAudit } from "../harness/audit-trail.ts";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import {
  type Authenticator,
  type Person,
  problemOf,
  signUpPerson,
  totpAnswer,
} from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { rounds } from "../rounds.ts";

const SIGN_INS = rounds(20, 300);
/** Every so manieth answer is lost: 1 % in `test:slow`, more where fewer are made. */
const LOST_EVERY = rounds(7, 100);
const STEP_MILLIS = 30_000;

/** A line that loses answers: the server has done what it was asked, and nobody hears of it. */
class LossyLine {
  #answers = 0;
  #losesNext = false;
  lost = 0;
  isLossy = false;

  loseNext(): void {
    this.#losesNext = true;
  }

  readonly watch =
    (send: typeof fetch): typeof fetch =>
    async (input, init) => {
      const response = await send(input, init);
      if (init?.method === "GET") return response;
      this.#answers += 1;
      const isLost = this.#losesNext || (this.isLossy && this.#answers % LOST_EVERY === 0);
      if (!isLost) return response;
      this.#losesNext = false;
      this.lost += 1;
      throw new TypeError("fetch failed");
    };
}

describe.each(storageKinds("sqlite"))("a client of a server on %s that loses answers", (kind) => {
  let installation: Installation;
  let server: RunningServer;
  const line = new LossyLine();
  let person: Person;
  let authenticator: Authenticator;

  beforeAll(async () => {
    installation = await createInstallation(kind);
    server = await installation.start();
    person = await signUpPerson(server, { watch: line.watch });
    ({ authenticator } = await person.addAuthenticator());
  });

  afterAll(async () => {
    person?.close();
    await installation?.stop();
  });

  it("R-115: gets in by trying again, each code opens one session, and no try counts as a guess", {
    timeout: rounds(120_000, 600_000),
  }, async () => {
    const before = await newestAudit(installation.database);
    line.isLossy = true;
    onTestFinished(() => {
      line.isLossy = false;
    });
    let retries = 0;
    for (let done = 0; done < SIGN_INS; ) {
      installation.clock.advance(STEP_MILLIS);
      const outcome = await tryToSignIn(person, authenticator);
      if (outcome === "again") retries += 1;
      else done += 1;
    }
    expect(line.lost).toBeGreaterThan(0);
    const events = allowed(await auditAfter(installation.database, before), "sign_in.second_step");
    // One for each that got in, and one for each whose answer was lost.
    expect(events).toHaveLength(SIGN_INS + retries);
    expect(await countAttempts(installation.database)).toBe(0);
  });

  it("R-115: repeating an answered second step spends nothing, and tells no other caller anything", async () => {
    installation.clock.advance(STEP_MILLIS);
    const step = await person.beginSignIn();
    const right = totpAnswer(authenticator);
    const before = await newestAudit(installation.database);
    line.loseNext();
    expect(problemOf(await person.answer(step, right))).toBe("unreachable");

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

  it("R-115: repeating an act whose answer was lost does it once", async () => {
    installation.clock.advance(STEP_MILLIS);
    await person.signIn(authenticator);
    installation.clock.advance(STEP_MILLIS);
    const proof = await person.prove("regenerateRecoveryCodes", {}, authenticator);
    const before = await newestAudit(installation.database);
    line.loseNext();
    const first = await person.client.call("regenerateRecoveryCodes", { proof });
    expect(problemOf(first)).toBe("unreachable");

    const again = await person.client.call("regenerateRecoveryCodes", { proof });
    expect(problemOf(again)).toBe("step_up_required");
    const events = await auditAfter(installation.database, before);
    expect(allowed(events, "recovery_codes.regenerated")).toHaveLength(1);
  });
});

/** One sign-in by a client that repeats what was not answered; `again`: with the next code. */
async function tryToSignIn(person: Person, authenticator: Authenticator): Promise<"in" | "again"> {
  const step = await beginUntilAnswered(person);
  const answer = totpAnswer(authenticator);
  const first = await person.answer(step, answer);
  if (first.ok) return "in";
  expect(problemOf(first)).toBe("unreachable");
  const second = await person.answer(step, answer);
  expect(["challenge_closed", "unreachable"]).toContain(problemOf(second));
  return "again";
}

async function beginUntilAnswered(person: Person): ReturnType<Person["beginSignIn"]> {
  for (;;) {
    try {
      return await person.beginSignIn();
    } catch (error) {
      if (!String(error).includes("unreachable")) throw error;
    }
  }
}

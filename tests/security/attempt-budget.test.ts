import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditAfter, newestAudit, wrongGuesses } from "../harness/audit-trail.ts";
import { createInstallation, type Installation } from "../harness/installation.ts";
import {
  type Authenticator,
  type Person,
  problemOf,
  signUpPerson,
  totpAnswer,
} from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";

const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 24 * HOUR_MILLIS;

describe("the budget of second factors, over HTTP", () => {
  let installation: Installation;
  let server: RunningServer;
  let person: Person;
  let authenticator: Authenticator;
  let guesses: number;

  beforeAll(async () => {
    installation = await createInstallation("sqlite");
    server = await installation.start();
  });

  afterAll(async () => {
    await installation?.stop();
  });

  beforeEach(async () => {
    guesses = 0;
    person = await signUpPerson(server);
    ({ authenticator } = await person.addAuthenticator());
    return () => person.close();
  });

  /** Begins a sign-in and guesses until the guess is not evaluated, at most four times. */
  async function guessFour(): Promise<string | undefined> {
    const step = await person.beginSignIn();
    let refusal: string | undefined;
    for (let guess = 0; guess < 4; guess += 1) {
      const [code] = authenticator.wrongCodes(1);
      refusal = problemOf(await person.answer(step, totpAnswer(authenticator, code)));
      if (refusal !== "invalid_code") break;
      guesses += 1;
    }
    return refusal;
  }

  /** Guesses on ever new challenges until the budget stops it; returns how many were evaluated. */
  async function guessUntilStopped(): Promise<number> {
    const before = guesses;
    for (let tries = 0; tries < 30; tries += 1) {
      if ((await guessFour()) === "too_many_attempts") return guesses - before;
    }
    throw new Error("Nothing stops the guessing");
  }

  it("R-033: stops at 10 an hour, 20 a day and 60 in 30 days", async () => {
    const { clock } = installation;
    for (let day = 0; day < 3; day += 1) {
      // Or the authenticator would be disabled at its fiftieth wrong code in a row.
      await person.signIn(authenticator);
      expect(await guessUntilStopped()).toBe(10);
      clock.advance(HOUR_MILLIS);
      expect(await guessUntilStopped()).toBe(10);
      clock.advance(HOUR_MILLIS);
      expect(await guessUntilStopped()).toBe(0);
      clock.advance(DAY_MILLIS);
    }
    expect(await guessUntilStopped()).toBe(0);
    clock.advance(27 * DAY_MILLIS);
    expect(await guessUntilStopped()).toBeGreaterThan(0);
  });

  it("R-036: neither success nor sign-out nor another account's success clears the budget", async () => {
    const { clock } = installation;
    await guessFour();
    await guessFour();
    expect(guesses).toBe(8);

    await person.signIn(authenticator);
    expect((await person.client.call("signOut", {})).ok).toBe(true);
    const attacker = await signUpPerson(server);
    const { authenticator: own } = await attacker.addAuthenticator();
    await attacker.signIn(own);
    attacker.close();

    expect(await guessUntilStopped()).toBe(2);
    clock.advance(HOUR_MILLIS);
    await person.signIn(authenticator);
    expect(await guessUntilStopped()).toBe(10);
    clock.advance(HOUR_MILLIS);
    expect(await guessUntilStopped()).toBe(0);
  });

  it("R-032: five wrong codes end a challenge, whatever comes sixth", async () => {
    const step = await person.beginSignIn();
    for (const code of authenticator.wrongCodes(5)) {
      const wrong = await person.answer(step, totpAnswer(authenticator, code));
      expect(problemOf(wrong)).toBe("invalid_code");
    }
    const sixth = await person.answer(step, totpAnswer(authenticator));
    expect(problemOf(sixth)).toBe("challenge_closed");
    await person.signIn(authenticator);
  });

  it("R-040: while blocked right and wrong look alike, and nothing is compared or spent", async () => {
    const { clock, database } = installation;
    await guessUntilStopped();
    clock.advance(HOUR_MILLIS - 20_000);
    const step = await person.beginSignIn();
    const right = authenticator.code();
    const [wrong] = authenticator.wrongCodes(1);
    const before = await newestAudit(database);
    const budgets = () => database.query("SELECT subject_id, lane, entries FROM attempt_budget");
    const counted = await budgets();

    const answers = [];
    for (const code of [right, wrong]) {
      const guess = { ...totpAnswer(authenticator, code), ...person.recognition };
      const response = await fetch(
        `${server.baseUrl}/api/v1/challenges/${step.challengeId}/verify`,
        {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${step.ticket}` },
          body: JSON.stringify(guess),
        },
      );
      const body: Record<string, unknown> = await response.json();
      // The wait is counted in seconds, of which one may pass between the two.
      const { requestId, retryAfterSeconds, ...problem } = body;
      expect([typeof requestId, typeof retryAfterSeconds]).toEqual(["string", "number"]);
      answers.push({ status: response.status, problem });
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    }

    expect(answers[0]).toEqual({ ...answers[1], status: 429 });
    expect(wrongGuesses(await auditAfter(database, before))).toEqual([]);
    expect(await budgets()).toEqual(counted);
    // The block ends while the code still lives: it was not spent.
    clock.advance(25_000);
    expect((await person.answer(step, totpAnswer(authenticator, right))).ok).toBe(true);
  });
});

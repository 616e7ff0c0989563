import { randomInt } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { allowed, auditAfter, newestAudit, wrongGuesses } from "../harness/audit-trail.ts";
import type { Connections } from "../harness/connections.ts";
import { createInstallation, type Installation, STORAGE_KINDS } from "../harness/installation.ts";
import {
  type Authenticator,
  type Person,
  problemOf,
  type SecondStep,
  signUpPerson,
  totpAnswer,
} from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { openVolley, tally, type Volley } from "../harness/volley.ts";
import { rounds } from "../rounds.ts";

const HOURLY_BUDGET = 10;
/** After this long no attempt counts any more. */
const MONTH_MILLIS = 31 * 24 * 3_600_000;

describe.each(STORAGE_KINDS)("two server processes on %s", (kind) => {
  let installation: Installation;
  let servers: readonly RunningServer[];
  let volley: Volley;
  let person: Person;
  let authenticator: Authenticator;

  beforeAll(async () => {
    installation = await createInstallation(kind);
    servers = [await installation.start(), await installation.start()];
    person = await signUpPerson(servers[0]!);
    ({ authenticator } = await person.addAuthenticator());
  });

  beforeEach(async () => {
    volley = await openVolley(servers, 50);
    return () => volley.close();
  });

  afterAll(async () => {
    person?.close();
    await installation?.stop();
  });

  async function beginSignIns(count: number): Promise<readonly SecondStep[]> {
    const steps: SecondStep[] = [];
    while (steps.length < count) steps.push(await person.beginSignIn());
    return steps;
  }

  it("R-034: a volley of 500 wrong codes evaluates exactly the budget, and no code after it", {
    timeout: 1_200_000,
  }, async () => {
    for (let round = 0; round < rounds(2, 200); round += 1) {
      installation.clock.advance(MONTH_MILLIS);
      // Known in its browser, and so in one lane, with no failures in a row.
      await person.signIn(authenticator);
      installation.clock.advance(30_000);
      // From new addresses: each may fail 300 times a minute.
      volley.close();
      volley = await openVolley(servers, 50);
      const steps = await beginSignIns(20);
      const codes: string[] = [...authenticator.wrongCodes(500)];
      const hidden = [randomInt(20), randomInt(20, 100), randomInt(100, 500)];
      for (const position of hidden) codes[position] = authenticator.code();
      const before = await newestAudit(installation.database);

      const results = await volley.fire(codes.length, (connections, index) => {
        const answer = totpAnswer(authenticator, codes[index]);
        return person.answer(steps[index % steps.length]!, answer, connections);
      });

      const context = `round ${round}, right code at ${hidden.join()}: ${JSON.stringify(tally(results))}`;
      const events = await auditAfter(installation.database, before);
      const wrong = wrongGuesses(events);
      expect(wrong, context).toHaveLength(HOURLY_BUDGET);
      expect(tally(results)["invalid_code"], context).toBe(HOURLY_BUDGET);
      const successes = allowed(events, "sign_in.second_step");
      expect(successes.length, context).toBe(tally(results)["ok"] ?? 0);
      expect(successes.length, context).toBeLessThanOrEqual(1);
      const last = wrong.at(-1)?.sequence ?? 0;
      for (const success of successes) expect(success.sequence, context).toBeLessThan(last);
      // The right code on a challenge that nobody has touched, after the cap.
      const [fresh] = await beginSignIns(1);
      const late = await person.answer(fresh!, totpAnswer(authenticator));
      expect(problemOf(late), context).toBe("too_many_attempts");
    }
  });

  it("R-033: guesses spread over doors, factors, processes and addresses share one budget", async () => {
    installation.clock.advance(MONTH_MILLIS);
    await person.signIn(authenticator);
    installation.clock.advance(30_000);
    const { authenticator: second } = await person.addAuthenticator("Tablet", authenticator);
    const signIns = await beginSignIns(10);
    const stepUps = await Promise.all(
      Array.from({ length: 10 }, () => person.demandStepUp("regenerateRecoveryCodes", {})),
    );
    const before = await newestAudit(installation.database);

    const guess = (connections: Connections, index: number) => {
      const factor = index % 4 < 2 ? authenticator : second;
      const body = totpAnswer(factor, factor.wrongCodes(index + 1)[index]);
      if (index % 2 === 0) return person.answer(signIns[(index / 2) % 10]!, body, connections);
      const params = { id: stepUps[((index - 1) / 2) % 10]!.id };
      return connections
        .client(person.sessionToken)
        .call("verifyChallenge", { params, body: { ...body, ...person.recognition } });
    };
    // One by each door first: of a volley the quicker door may take all.
    const results = [
      ...(await volley.fire(1, guess)),
      ...(await volley.fire(1, (connections) => guess(connections, 1))),
      ...(await volley.fire(98, (connections, index) => guess(connections, index + 2))),
    ];

    expect(tally(results)).toEqual({
      invalid_code: HOURLY_BUDGET,
      too_many_attempts: 100 - HOURLY_BUDGET,
    });
    const wrong = wrongGuesses(await auditAfter(installation.database, before));
    expect(wrong).toHaveLength(HOURLY_BUDGET);
    expect(new Set(wrong.map(({ type }) => type))).toEqual(
      new Set(["sign_in.second_step", "step_up.approved"]),
    );
  });
});

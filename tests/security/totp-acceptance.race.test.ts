import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowed, auditAfter, countAttempts, newestAudit } from "../harness/audit-trail.ts";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import {
  type Authenticator,
  type Person,
  type SecondStep,
  signUpPerson,
  totpAnswer,
} from "../harness/person.ts";
import { openVolley, tally, type Volley } from "../harness/volley.ts";
import { rounds } from "../rounds.ts";

const STEP_MILLIS = 30_000;
/** What the losers of a race may be told: nothing else may come out of it, least of all a fault. */
const LOST = ["code_already_used", "challenge_closed", "too_many_attempts"];

describe.each(storageKinds("postgres"))("two server processes on %s", (kind) => {
  let installation: Installation;
  let volley: Volley;
  let person: Person;
  let authenticator: Authenticator;

  beforeAll(async () => {
    installation = await createInstallation(kind);
    const servers = [await installation.start(), await installation.start()];
    volley = await openVolley(servers, 50);
    person = await signUpPerson(servers[0]!);
    ({ authenticator } = await person.addAuthenticator());
  });

  afterAll(async () => {
    volley?.close();
    person?.close();
    await installation?.stop();
  });

  /** Fires one right code at the steps from all connections; returns the outcomes. */
  async function postTogether(steps: readonly SecondStep[]) {
    const answer = totpAnswer(authenticator);
    return volley.fire(50, (connections, index) =>
      person.answer(steps[index % steps.length]!, answer, connections),
    );
  }

  it("R-012: of 50 posts of one right code over 20 challenges exactly one wins", {
    timeout: 600_000,
  }, async () => {
    for (let round = 0; round < rounds(2, 100); round += 1) {
      const steps: SecondStep[] = [];
      while (steps.length < 20) steps.push(await person.beginSignIn());
      const before = await newestAudit(installation.database);

      const { ok, ...lost } = tally(await postTogether(steps));

      expect(ok, `round ${round}: ${JSON.stringify(lost)}`).toBe(1);
      expect(LOST).toEqual(expect.arrayContaining(Object.keys(lost)));
      const events = await auditAfter(installation.database, before);
      expect(allowed(events, "sign_in.second_step")).toHaveLength(1);
      // each call made one event, whatever became of it.
      expect(events).toHaveLength(50);
      // Nothing of it was a wrong guess, so nothing of it is counted.
      expect(await countAttempts(installation.database)).toBe(0);
      installation.clock.advance(STEP_MILLIS);
    }
  });

  it("R-044: of 50 posts of one right code on one ticket exactly one makes a session", {
    timeout: 300_000,
  }, async () => {
    for (let round = 0; round < rounds(3, 50); round += 1) {
      const step = await person.beginSignIn();
      const before = await newestAudit(installation.database);

      const results = await postTogether([step]);

      expect(tally(results)).toMatchObject({ ok: 1 });
      const events = await auditAfter(installation.database, before);
      expect(allowed(events, "sign_in.second_step")).toHaveLength(1);
      const tokens = results.flatMap((result) =>
        result.ok && result.answer.status === "signed_in" ? [result.answer.sessionToken] : [],
      );
      expect(new Set(tokens).size).toBe(1);
      installation.clock.advance(STEP_MILLIS);
    }
  });
});

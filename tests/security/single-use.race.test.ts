import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowed, auditAfter, countRows, newestAudit } from "../harness/audit-trail.ts";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import { expectAnswer, Person, type SecondStep, signUpPerson } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { openVolley, tally, type Volley } from "../harness/volley.ts";
import { rounds } from "../rounds.ts";

// Where a call costs eight hashes of recovery codes, quick runs make few at once.

const timeout = 600_000;

/** After this long no attempt counts any more. */
const MONTH_MILLIS = 31 * 24 * 3_600_000;

describe.each(storageKinds("postgres"))("two server processes on %s", (kind) => {
  let installation: Installation;
  let server: RunningServer;
  let volley: Volley;

  beforeAll(async () => {
    installation = await createInstallation(kind);
    server = await installation.start();
    volley = await openVolley([server, await installation.start()], 50);
  });

  afterAll(async () => {
    volley?.close();
    await installation?.stop();
  });

  it("R-028: of 50 posts of one recovery code exactly one wins", { timeout }, async () => {
    for (let account = 0; account < rounds(1, 3); account += 1) {
      const person = await signUpPerson(server);
      const { recoveryCodes } = await person.addAuthenticator();
      expect(recoveryCodes).toHaveLength(8);
      for (const code of recoveryCodes.slice(0, rounds(1, 8))) {
        installation.clock.advance(MONTH_MILLIS);
        const steps: SecondStep[] = [];
        while (steps.length < 20) steps.push(await person.beginSignIn());
        const before = await newestAudit(installation.database);

        const results = await volley.fire(50, (connections, index) =>
          person.answer(steps[index % 20]!, { kind: "recovery_code", code }, connections),
        );

        expect(tally(results)["ok"], JSON.stringify(tally(results))).toBe(1);
        const events = await auditAfter(installation.database, before);
        expect(allowed(events, "sign_in.second_step")).toHaveLength(1);
      }
      person.close();
    }
  });

  it("R-054: one proof, presented 50 times at once, allows one enrolment", {
    timeout,
  }, async () => {
    for (let round = 0; round < rounds(2, 100); round += 1) {
      const person = await signUpPerson(server);
      const options = { body: { label: "Phone" } };
      const proof = await person.prove("enrolTotp", options);

      const results = await volley.fire(50, (connections) =>
        connections.client(person.sessionToken).call("enrolTotp", { ...options, proof }),
      );

      expect(tally(results)).toEqual({ ok: 1, step_up_required: 49 });
      person.close();
    }
  });

  it("R-054: one proof, presented often at once, makes one set of recovery codes", {
    timeout,
  }, async () => {
    for (let round = 0; round < rounds(1, 10); round += 1) {
      const person = await signUpPerson(server);
      const { authenticator } = await person.addAuthenticator();
      const proof = await person.prove("regenerateRecoveryCodes", {}, authenticator);
      const before = await newestAudit(installation.database);

      const results = await volley.fire(rounds(4, 50), (connections) =>
        connections.client(person.sessionToken).call("regenerateRecoveryCodes", { proof }),
      );

      expect(tally(results)["ok"], JSON.stringify(tally(results))).toBe(1);
      const events = await auditAfter(installation.database, before);
      expect(allowed(events, "recovery_codes.regenerated")).toHaveLength(1);
      const [made] = results.filter((result) => result.ok);
      const step = await person.beginSignIn();
      const code = expectAnswer(made).recoveryCodes[0]!;
      expect(await person.answer(step, { kind: "recovery_code", code })).toMatchObject({
        ok: true,
      });
      person.close();
    }
  });

  it("R-003: many confirmations at once make one live factor and one set of codes", {
    timeout,
  }, async () => {
    for (let round = 0; round < rounds(1, 10); round += 1) {
      const person = await signUpPerson(server);
      const authenticator = await person.enrol();
      const before = await newestAudit(installation.database);
      const options = {
        params: { id: authenticator.factorId },
        body: { code: authenticator.code() },
      };

      const results = await volley.fire(rounds(4, 50), (connections) =>
        connections.client(person.sessionToken).call("confirmFactor", options),
      );

      expect(tally(results)["ok"], JSON.stringify(tally(results))).toBe(1);
      const events = await auditAfter(installation.database, before);
      expect(allowed(events, "totp.confirmed")).toHaveLength(1);
      const [confirmed] = results.filter((result) => result.ok);
      const { recoveryCodes, sessionToken } = expectAnswer(confirmed);
      expect(recoveryCodes).toHaveLength(8);
      // The session that is left is the winner's, and its codes are the ones that count.
      person.sessionToken = sessionToken;
      const security = expectAnswer(await person.client.call("getSecurity", {}));
      expect(security.factors.map(({ status }) => status)).toEqual(["active"]);
      expect(security.recoveryCodes?.remaining).toBe(8);
      const step = await person.beginSignIn();
      const used = { kind: "recovery_code", code: recoveryCodes![0]! } as const;
      expect(await person.answer(step, used)).toMatchObject({ ok: true });
      person.close();
    }
  });

  it("of 50 verifications of two sign-ups with one address exactly one makes an account", {
    timeout,
  }, async () => {
    for (let round = 0; round < rounds(1, 20); round += 1) {
      const accounts = await countRows(installation.database, "account");
      const email = `racer-${round}@example.org`;
      const person = new Person(server, email);
      const begun = [await person.beginSignUp(), await person.beginSignUp()];

      const results = await volley.fire(50, (connections, index) => {
        const body = { email, session: "token", ...begun[index % 2]! } as const;
        return connections.client().call("verifySignUp", { body });
      });

      expect(tally(results)["ok"], JSON.stringify(tally(results))).toBe(1);
      expect(await countRows(installation.database, "account")).toBe(accounts + 1);
      person.close();
    }
  });
});

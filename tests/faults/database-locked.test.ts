import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { auditAfter, newestAudit } from "../harness/audit-trail.ts";
import { createInstallation, type Installation } from "../harness/installation.ts";
import {
  type Authenticator,
  type Person,
  problemOf,
  signUpPerson,
  totpAnswer,
} from "../harness/person.ts";

let installation: Installation;
let stranger: DatabaseSync;
let person: Person;
let authenticator: Authenticator;

beforeAll(async () => {
  installation = await createInstallation("sqlite");
  const server = await installation.start();
  stranger = new DatabaseSync(server.databaseFile);
  // The server has jobs of its own that write.
  stranger.exec("PRAGMA busy_timeout = 5000");
  person = await signUpPerson(server);
  ({ authenticator } = await person.addAuthenticator());
});

afterAll(async () => {
  stranger?.close();
  person?.close();
  await installation?.stop();
});

it("R-108: while another program holds the SQLite file nothing is accepted, and reading goes on", async () => {
  const step = await person.beginSignIn();
  const right = totpAnswer(authenticator);
  const wrong = totpAnswer(authenticator, authenticator.wrongCodes(1)[0]);
  await person.client.call("getSession", {});
  const before = await newestAudit(installation.database);

  stranger.exec("BEGIN IMMEDIATE");
  const [session, ...refused] = await Promise.all([
    person.client.call("getSession", {}),
    person.answer(step, right),
    person.answer(step, wrong),
    person.client.call("signIn", person.passwordSignIn()),
    person.client.call("regenerateRecoveryCodes", {}),
  ]);
  stranger.exec("COMMIT");

  expect(session.ok).toBe(true);
  expect(refused.map(problemOf)).toEqual(refused.map(() => "unavailable"));
  expect(await auditAfter(installation.database, before)).toEqual([]);
  expect((await person.answer(step, right)).ok).toBe(true);
});

import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countAttempts } from "../harness/audit-trail.ts";
import type { DatabaseReader } from "../harness/database-reader.ts";
import { createInstallation, type Installation, STORAGE_KINDS } from "../harness/installation.ts";
import { Ledger } from "../harness/ledger.ts";
import { problemOf } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { rounds } from "../rounds.ts";
import {
  loadUntilKilled,
  noPromises,
  type Promises,
  present,
  type Regulars,
  signUpRegulars,
} from "./mixed-load.ts";

const MONTH_MILLIS = 31 * 24 * 3_600_000;

describe.each(STORAGE_KINDS)("a server on %s killed under mixed load", (kind) => {
  let installation: Installation;
  let server: RunningServer;
  let regulars: Regulars;
  const ledger = new Ledger();

  beforeAll(async () => {
    installation = await createInstallation(kind);
    server = await installation.start();
    regulars = await signUpRegulars(server, ledger);
  });

  afterAll(async () => {
    await installation?.stop();
  });

  it("R-112: has kept every acknowledged answer and accepts no code twice", {
    timeout: 900_000,
  }, async () => {
    const { clock, database } = installation;
    for (let kill = 1; kill <= rounds(2, 50); kill += 1) {
      // Budgets are empty again, and every code is new.
      clock.advance(MONTH_MILLIS);
      const roundStart = clock.nowMillis();
      const promises = noPromises();
      const killAfterAnswers = randomInt(20, 150);

      await loadUntilKilled(server, regulars, { ledger, promises, killAfterAnswers });
      server = await installation.start();
      regulars.attacker.person.moveTo(server);
      regulars.owner.person.moveTo(server);

      const context = `kill ${kill}, after ${killAfterAnswers} answers`;
      expect(await ledger.findLosses(database), context).toEqual([]);
      const counted = await countAttempts(database, roundStart);
      expect(counted, context).toBeGreaterThanOrEqual(promises.denials);
      expect(await findHalfWritten(database), context).toEqual([]);
      await expectKept(server, regulars, promises);
    }
    expect(ledger.size).toBeGreaterThan(50);
  });
});

/** Holds the restarted server to what its predecessor answered. */
async function expectKept(
  server: RunningServer,
  { owner }: Regulars,
  promises: Promises,
): Promise<void> {
  const code = owner.authenticator.code();
  const isSpent = promises.acceptedCodes.has(code);
  const first = await present(owner, code, promises);
  // Without an answer the code may have been spent or not; with one it was.
  expect(isSpent ? ["code_already_used"] : ["code_already_used", undefined]).toContain(first);
  expect(await present(owner, code, promises)).toBe("code_already_used");
  for (const { person, token } of promises.endedSessions) {
    person.moveTo(server);
    person.sessionToken = token;
    expect(problemOf(await person.client.call("getSession", {}))).toBe("not_signed_in");
  }
  for (const { person, code: used } of promises.usedRecoveryCodes) {
    person.moveTo(server);
    const again = await person.answer(await person.beginSignIn(), {
      kind: "recovery_code",
      code: used,
    });
    expect(problemOf(again)).toBe("invalid_code");
    person.close();
  }
}

/** States that no transaction may leave behind, each counted by the database itself. */
const HALF_WRITTEN: Readonly<Record<string, string>> = {
  "accounts and verified sign-ups differ": `
    SELECT 1 FROM (SELECT count(*) AS n FROM account) a,
      (SELECT count(*) AS n FROM audit_event
        WHERE type = 'sign_up.verified' AND outcome = 'allowed') e
    WHERE a.n <> e.n`,
  "live authenticators and confirmations differ": `
    SELECT 1 FROM (SELECT count(*) AS n FROM totp_factor WHERE status = 'active') f,
      (SELECT count(*) AS n FROM audit_event
        WHERE type = 'totp.confirmed' AND outcome = 'allowed') e
    WHERE f.n <> e.n`,
  "a live authenticator without eight recovery codes": `
    SELECT subject_id FROM totp_factor f WHERE status = 'active' AND 8 <>
      (SELECT count(*) FROM recovery_code c WHERE c.subject_id = f.subject_id)`,
  "a live authenticator that sign-in does not ask for": `
    SELECT subject_id FROM totp_factor f WHERE status = 'active' AND NOT EXISTS
      (SELECT 1 FROM sign_in_setting s
        WHERE s.subject_id = f.subject_id AND s.value = 'every_time')`,
  "used recovery codes and sign-ins with them differ": `
    SELECT 1 FROM (SELECT count(*) AS n FROM recovery_code WHERE used_at_millis IS NOT NULL) c,
      (SELECT count(*) AS n FROM audit_event WHERE factor_kind = 'recovery_code'
        AND type = 'sign_in.second_step' AND outcome = 'allowed') e
    WHERE c.n <> e.n`,
};

async function findHalfWritten(database: DatabaseReader): Promise<readonly string[]> {
  const found = [];
  for (const [what, sql] of Object.entries(HALF_WRITTEN)) {
    if ((await database.query(sql)).length > 0) found.push(what);
  }
  return found;
}

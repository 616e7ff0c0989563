import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countAttempts } from "../harness/audit-trail.ts";
import { openConnections } from "../harness/connections.ts";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import { problemOf, signUpPerson, totpAnswer } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { rounds } from "../rounds.ts";

const PARALLEL = 3;

describe.each(storageKinds("sqlite"))("a server on %s killed right after a denial", (kind) => {
  let installation: Installation;
  let server: RunningServer;

  beforeAll(async () => {
    installation = await createInstallation(kind);
    server = await installation.start();
  });

  afterAll(async () => {
    await installation?.stop();
  });

  it("R-035: has counted it, and every one before", { timeout: 300_000 }, async () => {
    for (let account = 0; account < rounds(1, 5); account += 1) {
      const person = await signUpPerson(server);
      const { authenticator } = await person.addAuthenticator();
      const sinceMillis = installation.clock.nowMillis();
      let denials = 0;
      // Three kills, so that nine guesses stay below the budget of ten.
      for (let kill = 1; kill <= 3; kill += 1) {
        const step = await person.beginSignIn();
        const connections = openConnections(server.baseUrl, { count: PARALLEL });
        const killed: Promise<void>[] = [];

        await Promise.all(
          authenticator.wrongCodes(PARALLEL).map(async (code) => {
            const answer = totpAnswer(authenticator, code);
            const result = await person.answer(step, answer, connections);
            if (problemOf(result) !== "invalid_code") return;
            denials += 1;
            killed.push(server.kill());
          }),
        );
        await Promise.all(killed);

        expect(denials).toBeGreaterThanOrEqual(kill);
        server = await installation.start();
        person.moveTo(server);
        connections.close();
        const counted = await countAttempts(installation.database, sinceMillis);
        expect(counted).toBeGreaterThanOrEqual(denials);
        expect(counted).toBeLessThanOrEqual(kill * PARALLEL);
      }
      person.close();
    }
  });
});

import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import { authenticatorOf, expectAnswer, Person, signUpPerson } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { rounds } from "../rounds.ts";

/** Browsers in which somebody else, who knows the password alone, signed in before. */
const THIEVES = 8;
/** Making the owner's recovery codes takes about half a second: the thieves try all around its end. */
const SPREAD_MILLIS = 80;

describe.each(storageKinds("postgres"))("two server processes on %s", (kind) => {
  let installation: Installation;
  let servers: readonly RunningServer[];

  beforeAll(async () => {
    installation = await createInstallation(kind);
    servers = [await installation.start(), await installation.start()];
  });

  afterAll(() => installation?.stop());

  it("R-005: whoever proved only the password holds no factor once the owner has one", async () => {
    for (let round = 0; round < rounds(2, 40); round += 1) {
      const owner = await signUpPerson(servers[0]!);
      const thieves = await Promise.all(
        Array.from({ length: THIEVES }, async (_, index) => {
          const thief = new Person(servers[index % 2]!, owner.email);
          await thief.signIn();
          return { thief, proof: await thief.prove("enrolTotp", { body: { label: "Theirs" } }) };
        }),
      );
      const own = await owner.enrol("Own");

      const confirming = owner.client.call("confirmFactor", {
        params: { id: own.factorId },
        body: { code: own.code() },
      });
      const stolen = await Promise.all(
        thieves.map(async ({ thief, proof }, index) => {
          await wait(index * SPREAD_MILLIS);
          const body = { label: "Theirs" };
          const enrolled = await thief.client.call("enrolTotp", { body, proof });
          if (!enrolled.ok) return false;
          const { factor, secret } = enrolled.answer;
          await confirming;
          const theirs = authenticatorOf(thief.clock, factor.id, secret);
          const params = { id: factor.id };
          const confirmed = await thief.client.call("confirmFactor", {
            params,
            body: { code: theirs.code() },
          });
          return confirmed.ok;
        }),
      );
      const confirmed = expectAnswer(await confirming);
      owner.sessionToken = confirmed.sessionToken;

      expect(stolen).not.toContain(true);
      const { factors } = expectAnswer(await owner.client.call("getSecurity", {}));
      expect(factors.map(({ label }) => label)).toEqual(["Own"]);
      owner.close();
      for (const { thief } of thieves) thief.close();
    }
  }, 600_000);
});

import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { IDEMPOTENCY_HEADER } from "@twinlatch/api-contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowed, auditAfter, newestAudit } from "../harness/audit-trail.ts";
import { openConnections } from "../harness/connections.ts";
import { createInstallation, type Installation, storageKinds } from "../harness/installation.ts";
import { type Authenticator, type Person, signUpPerson, totpAnswer } from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { rounds } from "../rounds.ts";

const KILLS = rounds(3, 60);
const RETRY_MILLIS = 200;
/** So that no wrong try of an earlier round counts any more, and every code is new. */
const MONTH_MILLIS = 31 * 24 * 3_600_000;

interface RepeatedCall {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The event of its effect. */
  readonly type: string;
}

describe.each(storageKinds("sqlite"))(
  "a server on %s killed while it answers a call with a key",
  (kind) => {
    let installation: Installation;
    let server: RunningServer;
    let person: Person;
    let authenticator: Authenticator;

    beforeAll(async () => {
      installation = await createInstallation(kind);
      server = await installation.start();
      person = await signUpPerson(server);
      ({ authenticator } = await person.addAuthenticator());
    });

    afterAll(async () => {
      person?.close();
      await installation?.stop();
    });

    async function secondStep(): Promise<RepeatedCall> {
      const { challengeId, ticket } = await person.beginSignIn();
      return {
        path: `/challenges/${challengeId}/verify`,
        headers: { authorization: `Bearer ${ticket}`, "content-type": "application/json" },
        body: JSON.stringify(totpAnswer(authenticator)),
        type: "sign_in.second_step",
      };
    }

    async function newRecoveryCodes(): Promise<RepeatedCall> {
      await person.signIn(authenticator);
      installation.clock.advance(30_000);
      const proof = await person.prove("regenerateRecoveryCodes", {}, authenticator);
      const headers = { authorization: `Bearer ${person.sessionToken}`, "twinlatch-proof": proof };
      return { path: "/account/recovery-codes", headers, type: "recovery_codes.regenerated" };
    }

    /** Sends it to the server that runs; undefined when no answer came. */
    async function send({ path, headers, body }: RepeatedCall, key: string) {
      const connections = openConnections(server.baseUrl);
      try {
        const response = await connections.fetch(`${server.baseUrl}/api/v1${path}`, {
          method: "POST",
          headers: { ...headers, [IDEMPOTENCY_HEADER]: key },
          ...(body === undefined ? {} : { body }),
        });
        return { status: response.status, text: await response.text() };
      } catch {
        return undefined;
      } finally {
        connections.close();
      }
    }

    /** As a client does: again where the server has just started and cannot keep up yet. */
    async function sendUntilServed(call: RepeatedCall, key: string) {
      for (;;) {
        const answer = await send(call, key);
        if (answer?.status !== 503) return answer;
        await sleep(RETRY_MILLIS);
      }
    }

    it.each([
      // The latest kill comes when the call is about done; eight hashes take their time.
      ["a second step", 40, secondStep],
      ["making new recovery codes", 800, newRecoveryCodes],
    ])(
      "R-115: %s repeated afterwards has one effect, and the answer of that one",
      {
        timeout: 900_000,
      },
      async (_, latestMillis, open) => {
        for (let kill = 1; kill <= KILLS; kill += 1) {
          installation.clock.advance(MONTH_MILLIS);
          const call = await open();
          const before = await newestAudit(installation.database);
          const key = `key-of-the-kill-${kill}`;
          const killAfterMillis = randomInt(latestMillis);
          const [first] = await Promise.all([
            send(call, key),
            sleep(killAfterMillis).then(() => server.kill()),
          ]);
          server = await installation.start();
          person.moveTo(server);

          const context = `kill ${kill}, after ${killAfterMillis} ms, answered ${first?.status}`;
          const again = await sendUntilServed(call, key);
          expect(again?.status, `${context}: ${again?.text}`).toBeLessThan(300);
          expect([undefined, again?.text], context).toContain(first?.text);
          expect(await sendUntilServed(call, key), context).toEqual(again);
          const events = await auditAfter(installation.database, before);
          expect(allowed(events, call.type), context).toHaveLength(1);
        }
      },
    );
  },
);

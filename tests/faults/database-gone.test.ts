import { setTimeout as wait } from "node:timers/promises";
import type { CallResult, EndpointName } from "@twinlatch/client";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { allowed, auditAfter, newestAudit } from "../harness/audit-trail.ts";
import type { DatabaseReader } from "../harness/database-reader.ts";
import { createInstallation, type Installation } from "../harness/installation.ts";
import {
  type Authenticator,
  expectAnswer,
  type Person,
  problemOf,
  signUpPerson,
  totpAnswer,
} from "../harness/person.ts";
import type { RunningServer } from "../harness/start-server.ts";
import { openTcpProxy, type TcpProxy } from "../harness/tcp-proxy.ts";
import { rounds } from "../rounds.ts";

const STEP_MILLIS = 30_000;
/** After this long no attempt counts any more. */
const MONTH_MILLIS = 31 * 24 * 3_600_000;

/** One attempt at a change, prepared while all is well; called again, it is the same request. */
interface Attempt {
  readonly event: string;
  call(): Promise<CallResult<EndpointName>>;
}

type Flow = (person: Person, authenticator: Authenticator) => Promise<Attempt>;

const FLOWS: Readonly<Record<string, Flow>> = {
  "a right code": async (person, authenticator) => {
    const step = await person.beginSignIn();
    const answer = totpAnswer(authenticator);
    return { event: "sign_in.second_step", call: () => person.answer(step, answer) };
  },
  "a fresh proof": async (person, authenticator) => {
    const { id } = await person.demandStepUp("regenerateRecoveryCodes", {});
    const body = totpAnswer(authenticator);
    const call = () => person.client.call("verifyChallenge", { params: { id }, body });
    return { event: "step_up.approved", call };
  },
  "an enrolment": async (person, authenticator) => {
    const options = { body: { label: "Tablet" } };
    const proof = await person.prove("enrolTotp", options, authenticator);
    return {
      event: "totp.enrolled",
      call: () => person.client.call("enrolTotp", { ...options, proof }),
    };
  },
  "a confirmation": async (person, authenticator) => {
    const { factorId, code } = await person.enrol("Tablet", authenticator);
    const options = { params: { id: factorId }, body: { code: code() } };
    return { event: "totp.confirmed", call: () => person.client.call("confirmFactor", options) };
  },
  "a removal": async (person, authenticator) => {
    const tablet = await person.addAuthenticator("Tablet", authenticator);
    const options = { params: { id: tablet.authenticator.factorId } };
    const proof = await person.prove("removeFactor", options, authenticator);
    return {
      event: "totp.removed",
      call: () => person.client.call("removeFactor", { ...options, proof }),
    };
  },
};

describe("a server whose PostgreSQL goes away", () => {
  let installation: Installation;
  let proxy: TcpProxy;
  let server: RunningServer;
  let person: Person;
  let authenticator: Authenticator;

  beforeAll(async () => {
    proxy = await openTcpProxy(Number(new URL(inject("postgresUrl")).port));
    installation = await createInstallation("postgres");
    const behindProxy = new URL(installation.storage);
    behindProxy.port = String(proxy.port);
    server = await installation.start({ DATABASE_URL: behindProxy.href });
  });

  afterAll(async () => {
    await installation?.stop();
    await proxy?.close();
  });

  beforeEach(async () => {
    person = await signUpPerson(server);
    ({ authenticator } = await person.addAuthenticator());
    return () => {
      proxy.restore();
      person.close();
    };
  });

  it.each(["cut", "silence"] as const)(
    "R-108: answers 503 and accepts nothing (%s), then recovers by itself",
    async (fault) => {
      const step = await person.beginSignIn();
      const right = totpAnswer(authenticator);
      const before = await newestAudit(installation.database);

      proxy[fault]();

      const calls = [
        ["/api/v1/session", bearer(person.sessionToken)],
        ["/api/v1/account/security", bearer(person.sessionToken)],
        ["/api/v1/sign-in", post(person.passwordSignIn().body)],
        [`/api/v1/challenges/${step.challengeId}/verify`, post(right, step.ticket)],
        ["/api/v1/sign-up", post({ email: "new@example.org", password: person.password })],
        ["/api/v1/account/recovery-codes", post(undefined, person.sessionToken)],
      ] as const;
      await Promise.all(
        calls.map(async ([path, init]) => {
          const response = await fetch(`${server.baseUrl}${path}`, init);
          expect(await response.json(), path).toMatchObject({ code: "unavailable", status: 503 });
          expect(response.status, path).toBe(503);
          expect(Number(response.headers.get("retry-after")), path).toBeGreaterThan(0);
        }),
      );
      expect((await fetch(`${server.baseUrl}/healthz`)).status).toBe(200);
      expect((await fetch(`${server.baseUrl}/readyz`)).status).toBe(503);
      expect(await auditAfter(installation.database, before)).toEqual([]);

      proxy.restore();

      expect((await person.client.call("getSession", {})).ok).toBe(true);
      expect((await fetch(`${server.baseUrl}/readyz`)).status).toBe(200);
      // The code that came while nothing could be decided was not spent.
      expect((await person.answer(step, right)).ok).toBe(true);
    },
  );

  it.each(Object.keys(FLOWS))(
    "R-108: %s, cut off at every message to the database, is done once or not at all",
    { timeout: 300_000 },
    async (name) => {
      const sides = ["request", "answer"] as const;
      for (const loses of sides) {
        let faults = 0;
        for (let nth = 1; ; nth += rounds(6, 1)) {
          await restoreAccount(installation, person, authenticator);
          const attempt = await FLOWS[name]!(person, authenticator);
          const before = await newestAudit(installation.database);

          proxy.cutAt(nth, loses);
          const first = await attempt.call();
          const wasFaulty = proxy.isFaulty;
          proxy.restore();
          await untilRecovered(person);

          const context = `the ${loses} of message ${nth} lost: ${problemOf(first) ?? "ok"}`;
          expect([undefined, "unavailable"], context).toContain(problemOf(first));
          if (!first.ok) {
            faults += 1;
            // Whoever was told "unavailable" may try again.
            await expectRetried(installation.database, attempt, before, context);
          } else {
            await expectDoneOnce(installation.database, attempt, before, context);
          }
          if (!wasFaulty) break;
        }
        expect(faults).toBeGreaterThan(0);
      }
    },
  );
});

async function expectDoneOnce(
  database: DatabaseReader,
  { event }: Attempt,
  before: number,
  context: string,
): Promise<void> {
  expect(allowed(await auditAfter(database, before), event), context).toHaveLength(1);
}

/** Repeats the request. Done before without an answer, it is refused; else it is done now. */
async function expectRetried(
  database: DatabaseReader,
  attempt: Attempt,
  before: number,
  context: string,
): Promise<void> {
  const wasDone = allowed(await auditAfter(database, before), attempt.event).length > 0;
  const again = await attempt.call();
  expect(again.ok, `${context}, again: ${problemOf(again) ?? "ok"}`).toBe(!wasDone);
  await expectDoneOnce(database, attempt, before, context);
}

/** Waits until no connection is left that was cut and has not been told yet. */
async function untilRecovered(person: Person): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const results = await Promise.all(
      Array.from({ length: 5 }, () => person.client.call("acknowledgeRecoveryCodes", {})),
    );
    if (results.every((result) => problemOf(result) !== "unavailable")) return;
    await wait(50);
  }
  throw new Error("The server did not recover in five seconds");
}

/** Leaves the person one authenticator and an empty budget, signed in. */
async function restoreAccount(
  { clock }: Installation,
  person: Person,
  authenticator: Authenticator,
): Promise<void> {
  clock.advance(MONTH_MILLIS);
  await person.signIn(authenticator);
  clock.advance(STEP_MILLIS);
  const { factors } = expectAnswer(await person.client.call("getSecurity", {}));
  for (const { id } of factors.filter((factor) => factor.id !== authenticator.factorId)) {
    const options = { params: { id } };
    const proof = await person.prove("removeFactor", options, authenticator);
    clock.advance(STEP_MILLIS);
    expectAnswer(await person.client.call("removeFactor", { ...options, proof }));
  }
}

function bearer(token: string | undefined): RequestInit {
  return { headers: { authorization: `Bearer ${token}` } };
}

function post(body: unknown, token?: string): RequestInit {
  return {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

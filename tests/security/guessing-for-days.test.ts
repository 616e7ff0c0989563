import { deliverNotices } from "@twinlatch/accounts";
import type { Challenge, Problem } from "@twinlatch/api-contract";
import { testAuthenticator } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

const STEP = 30_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Authenticator = Pick<
  Awaited<ReturnType<EdgeBrowser["addAuthenticator"]>>,
  "code" | "factorId" | "wrongCode"
>;

let installation: EdgeInstallation;
let ada: EdgeBrowser;
let phone: Authenticator;

beforeEach(async () => {
  installation = await openEdgeInstallation();
  ada = new EdgeBrowser(installation);
  await ada.signUp();
  phone = await ada.addAuthenticator();
});
afterEach(() => installation.close());

const right = ({ factorId, code }: Authenticator) => ({ kind: "totp", factorId, code: code() });
const wrong = (authenticator: Authenticator) => ({
  ...right(authenticator),
  code: authenticator.wrongCode(),
});

async function answer(browser: EdgeBrowser, body: object) {
  const first = expectStatus(await browser.signIn(), 200);
  const { challenge } = first.json<{ challenge: Challenge }>();
  return browser.send("POST", `/challenges/${challenge.id}/verify`, { body });
}

/** The subjects of what Ada was told since the last time. */
async function newSubjects(): Promise<readonly string[]> {
  const { length } = installation.mails;
  await deliverNotices(installation.deps, { aborted: false });
  return installation.mails.slice(length).map(({ subject }) => subject);
}

/** Another authenticator, proved by the phone. */
async function addTablet(): Promise<Authenticator> {
  const label = { body: { label: "Tablet" } };
  const enrolled = await ada.sendProved("POST", "/account/factors/totp", label, right(phone));
  const { factor, secret } = expectStatus(enrolled, 201).json<{
    factor: { id: string };
    secret: string;
  }>();
  const tablet = testAuthenticator(installation, factor.id, secret);
  const body = { code: tablet.code() };
  expectStatus(await ada.send("POST", `/account/factors/${factor.id}/confirm`, { body }), 200);
  installation.clock.advance(STEP);
  return tablet;
}

/** Guesses for fresh proofs until nothing is compared any more or so often; returns how often it was. */
async function guessFor(authenticator: Authenticator, times: number): Promise<number> {
  for (let guess = 0; guess < times; guess += 1) {
    const demanded = expectStatus(await ada.send("POST", "/account/recovery-codes"), 401);
    const { challenge } = demanded.json<Problem>();
    const path = `/challenges/${challenge?.id}/verify`;
    const { statusCode } = await ada.send("POST", path, { body: wrong(authenticator) });
    if (statusCode !== 401) return guess;
  }
  return times;
}

async function statusOf({ factorId }: Authenticator): Promise<unknown> {
  const security = await ada.send("GET", "/account/security");
  const { factors } = security.json<{ factors: { id: string; status: string }[] }>();
  return factors.find(({ id }) => id === factorId)?.status;
}

describe("guesses over many days", () => {
  it("R-037: behind the password: a notice at the third, a new password at the tenth, though the owner signs in every day", async () => {
    await newSubjects();
    for (let day = 1; day <= 10; day += 1) {
      const guessed = await answer(new EdgeBrowser(installation), wrong(phone));
      expectStatus(guessed, 401);
      const told = await newSubjects();
      expect(told.filter((subject) => subject.includes("may know your password"))).toHaveLength(
        day === 3 ? 1 : 0,
      );
      expect(told.filter((subject) => subject.includes("was retired"))).toHaveLength(
        day === 10 ? 1 : 0,
      );
      installation.clock.advance(HOUR);
      expectStatus(await answer(ada, right(phone)), 200);
      expectStatus(await ada.send("GET", "/account/security"), day === 10 ? 403 : 200);
      installation.clock.advance(DAY - HOUR);
    }
    expectStatus(await answer(new EdgeBrowser(installation), right(phone)), 429);

    expectStatus(await answer(ada, right(phone)), 200);
    installation.clock.advance(STEP);
    const password = { body: { newPassword: "another walk by the sea" } };
    expectStatus(await ada.sendProved("PUT", "/account/password", password, right(phone)), 204);
    expect(await statusOf(phone)).toBe("active");
  });

  it("R-037: fifty in a row disable one authenticator and nothing else", async () => {
    const tablet = await addTablet();
    await newSubjects();
    let guesses = 0;
    for (let day = 1; day <= 3; day += 1) {
      installation.clock.advance(DAY);
      expectStatus(await answer(ada, right(tablet)), 200);
      for (const volley of [10, 10]) {
        guesses += await guessFor(phone, Math.min(volley, 50 - guesses));
        expect(await statusOf(phone)).toBe(guesses < 50 ? "active" : "disabled");
        installation.clock.advance(HOUR / 2 + 1);
        expectStatus(await ada.send("GET", "/session"), 200);
        installation.clock.advance(HOUR / 2 + 1);
      }
    }
    expect(guesses).toBe(50);
    expect(await newSubjects()).toContainEqual(expect.stringContaining("was disabled"));
    expect(await statusOf(tablet)).toBe("active");

    installation.clock.advance(DAY);
    expectStatus(await answer(ada, right(phone)), 404);
    expectStatus(await answer(ada, right(tablet)), 200);
    installation.clock.advance(STEP);
    const codes = await ada.sendProved("POST", "/account/recovery-codes", {}, right(tablet));
    expectStatus(codes, 201);
  });
});

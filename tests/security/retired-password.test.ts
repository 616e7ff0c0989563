import type { Challenge, Problem } from "@twinlatch/api-contract";
import { TEST_PASSWORD } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CONTRACT_CALLS } from "./contract-calls.ts";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NEW_PASSWORD = "another walk by the sea";

type Authenticator = Awaited<ReturnType<EdgeBrowser["addAuthenticator"]>>;

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

async function begin(browser: EdgeBrowser, password = TEST_PASSWORD) {
  const first = expectStatus(await browser.signIn(password), 200);
  const { challenge, ...rest } = first.json<{ challenge: Challenge }>();
  const answer = (body: object) =>
    browser.send("POST", `/challenges/${challenge.id}/verify`, { body });
  return { answer, shown: { ...challenge, id: "", expiresAt: "", ...rest } };
}

const wrong = () => ({ kind: "totp", factorId: phone.factorId, code: phone.wrongCode() });

async function retire(): Promise<void> {
  for (let guess = 0; guess < 10; guess += 1) {
    const { answer } = await begin(new EdgeBrowser(installation));
    expectStatus(await answer(wrong()), 401);
  }
}

describe("R-037: a password that strangers failed behind ten times", () => {
  it("tells them nothing of it: the step opens as before, and every answer is one", async () => {
    const before = await begin(new EdgeBrowser(installation));
    await retire();
    for (const pause of [0, HOUR, 40 * DAY]) {
      installation.clock.advance(pause);
      const stranger = new EdgeBrowser(installation);
      const { answer, shown } = await begin(stranger);
      expect(shown).toEqual(before.shown);
      const [recoveryCode] = phone.recoveryCodes;
      const tries = [phone.answer(), wrong(), { kind: "recovery_code", code: recoveryCode }];
      const answers = await Promise.all(tries.map(answer));
      const told = answers.map((response) => {
        const { requestId: _, ...problem } = response.json<Problem>();
        return [response.statusCode, response.headers["retry-after"], problem];
      });
      expect(told[0]).toEqual([
        429,
        "3600",
        expect.objectContaining({ code: "too_many_attempts" }),
      ]);
      expect(told[1]).toEqual(told[0]);
      expect(told[2]).toEqual(told[0]);
    }
  });

  it("lets its owner in from a known browser, and there do nothing but choose another", async () => {
    await retire();
    const { answer } = await begin(ada);
    expectStatus(await answer(phone.answer()), 200);
    expect((await ada.send("GET", "/session")).json()).toMatchObject({ passwordRetired: true });
    const allowed = CONTRACT_CALLS.filter(({ endpoint }) => endpoint.isForRetiredPassword === true);
    expect(allowed.map(({ endpoint: { path } }) => path).toSorted()).toEqual([
      "/account/password",
      "/session",
      "/sign-out",
    ]);
    const before = installation.rows.all();
    for (const { endpoint, method, path, body } of CONTRACT_CALLS) {
      if (endpoint.access !== "session" || allowed.some((each) => each.endpoint === endpoint))
        continue;
      const response = await ada.send(method, path, body === undefined ? {} : { body });
      expect([response.statusCode, response.json<Problem>().code], path).toEqual([
        403,
        "password_retired",
      ]);
    }
    expect(installation.rows.all()).toEqual(before);
  });

  it("is over with the new one, which the thief does not have", async () => {
    await retire();
    const { answer } = await begin(ada);
    expectStatus(await answer(phone.answer()), 200);
    installation.clock.advance(30_000);
    const request = { body: { newPassword: NEW_PASSWORD } };
    expectStatus(await ada.sendProved("PUT", "/account/password", request, phone.answer()), 204);
    expect((await ada.send("GET", "/session")).json()).toMatchObject({ passwordRetired: false });
    expectStatus(await ada.send("GET", "/account/security"), 200);
    expect((await new EdgeBrowser(installation).signIn()).statusCode).toBe(401);

    installation.clock.advance(HOUR);
    const laptop = new EdgeBrowser(installation);
    const again = await begin(laptop, NEW_PASSWORD);
    expectStatus(await again.answer(phone.answer()), 200);
  });

  it("R-037: is over with one chosen by mail, for whoever has no known browser", async () => {
    await retire();
    const { email } = ada;
    const stranded = new EdgeBrowser(installation);
    expectStatus(await stranded.send("POST", "/password-reset", { body: { email } }), 202);
    const mail = installation.mails.findLast(({ text }) => text.includes("twl_reset_"));
    const token = /twl_reset_[a-z2-7]+/.exec(mail?.text ?? "")?.[0];
    const body = { token, newPassword: NEW_PASSWORD };
    expectStatus(await stranded.send("POST", "/password-reset/complete", { body }), 204);
    // The budget of the codes is what it was: strangers had used it up for the hour.
    const early = await begin(stranded, NEW_PASSWORD);
    expect((await early.answer(phone.answer())).statusCode).toBe(429);
    installation.clock.advance(HOUR);
    const { answer } = await begin(stranded, NEW_PASSWORD);
    expectStatus(await answer(phone.answer()), 200);
  });
});

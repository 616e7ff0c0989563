import type { Challenge } from "@twinlatch/api-contract";
import { TEST_PASSWORD, testAuthenticator } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

const BROWSER = "__Host-twinlatch_browser";
const DAY = 24 * 3_600_000;

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

async function challengeOf(browser: EdgeBrowser): Promise<Challenge> {
  const first = expectStatus(await browser.signIn(), 200);
  return first.json<{ challenge: Challenge }>().challenge;
}

async function answer(browser: EdgeBrowser, body: object = phone.answer()) {
  const { id } = await challengeOf(browser);
  return browser.send("POST", `/challenges/${id}/verify`, { body });
}

const wrong = () => ({ kind: "totp", factorId: phone.factorId, code: phone.wrongCode() });

/** Guesses wrong until nothing is compared any more; returns the last status. */
async function exhaust(browser: EdgeBrowser): Promise<number> {
  for (let guess = 0; guess < 20; guess += 1) {
    const { statusCode } = await answer(browser, wrong());
    if (statusCode !== 401) return statusCode;
  }
  throw new Error("Nothing stops the guessing");
}

describe("what a browser is recognised by", () => {
  it("is a cookie of ninety days for this host, TLS and the server alone", async () => {
    const laptop = new EdgeBrowser(installation);
    const response = expectStatus(await answer(laptop), 200);
    expect([response.headers["set-cookie"]].flat()).toContainEqual(
      expect.stringMatching(
        /^__Host-twinlatch_browser=twl_browser_[a-z2-7]{52}; Max-Age=7776000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      ),
    );
    expect(response.body).not.toContain("twl_browser");
  });

  it("goes on offering what was used last in it when another authenticator is added there", async () => {
    const adding = { body: { label: "Tablet" } };
    const enrolled = await ada.sendProved("POST", "/account/factors/totp", adding, phone.answer());
    const { factor, secret } = expectStatus(enrolled, 201).json<{
      factor: { id: string };
      secret: string;
    }>();
    const body = { code: testAuthenticator(installation, factor.id, secret).code() };
    expectStatus(await ada.send("POST", `/account/factors/${factor.id}/confirm`, { body }), 200);
    expectStatus(await ada.send("POST", "/sign-out"), 204);
    expect((await challengeOf(ada)).defaultFactorId).toBe(phone.factorId);
  });

  it("comes with the first authenticator too, and stays through sign-out and sign-in", async () => {
    const cookie = ada.cookies.get(BROWSER);
    expect(cookie).toMatch(/^twl_browser_/);
    expectStatus(await ada.send("POST", "/sign-out"), 204);
    expectStatus(await answer(ada), 200);
    expect(ada.cookies.get(BROWSER)).toBe(cookie);
  });

  it("is nowhere in the database as it is in the browser", async () => {
    const cookie = ada.cookies.get(BROWSER) ?? "";
    const { recognised_browser: browsers } = installation.rows.all();
    expect(browsers).toHaveLength(1);
    expect(JSON.stringify(installation.rows.all())).not.toContain(cookie);
  });

  it("R-039: lets its owner in while strangers are blocked, and opens nothing by itself", async () => {
    const stranger = new EdgeBrowser(installation);
    expect(await exhaust(stranger)).toBe(429);
    expect((await answer(stranger)).statusCode).toBe(429);
    const first = expectStatus(await ada.signIn(), 200);
    expect(first.json()).toMatchObject({ status: "second_step" });
    expectStatus(await answer(ada), 200);
  });

  it("R-039: is of no use for another account, nor when it is made up", async () => {
    const eve = new EdgeBrowser(installation, "eve@example.org");
    await eve.signUp();
    await eve.addAuthenticator();
    const stranger = new EdgeBrowser(installation);
    await exhaust(stranger);
    for (const cookie of [
      eve.cookies.get(BROWSER) ?? "",
      `twl_browser_${"a".repeat(52)}`,
      "twl_browser_",
      "....",
      "",
    ]) {
      stranger.cookies.set(BROWSER, cookie);
      expect((await answer(stranger)).statusCode).toBe(429);
    }
  });

  it("holds a token for each of several accounts, and drops the one that was replaced", async () => {
    const eve = new EdgeBrowser(installation, "eve@example.org");
    await eve.signUp();
    const evesPhone = await eve.addAuthenticator();
    const own = ada.cookies.get(BROWSER) ?? "";
    const shared = new EdgeBrowser(installation, "eve@example.org");
    shared.cookies.set(BROWSER, own);
    expectStatus(await answer(shared, evesPhone.answer()), 200);
    const [evesToken, adasToken, ...rest] = shared.cookies.get(BROWSER)?.split(".") ?? [];
    expect([adasToken, rest]).toEqual([own, []]);
    installation.clock.advance(DAY);
    expectStatus(await answer(shared, evesPhone.answer()), 200);
    const renewed = shared.cookies.get(BROWSER)?.split(".") ?? [];
    expect(renewed).toHaveLength(2);
    expect(renewed[1]).toBe(own);
    expect(renewed[0]).not.toBe(evesToken);
  });

  it("is forgotten when an authenticator is removed", async () => {
    expectStatus(
      await ada.sendProved("DELETE", `/account/factors/${phone.factorId}`, {}, phone.answer()),
      204,
    );
    expect(installation.rows.all()["recognised_browser"]).toEqual([]);
  });
});

describe("a client without cookies", () => {
  const body = { email: "ada@example.org", password: TEST_PASSWORD, session: "token" };

  async function begin(browserToken?: string) {
    const client = new EdgeBrowser(installation);
    const sent = browserToken === undefined ? body : { ...body, browserToken };
    const first = expectStatus(await client.send("POST", "/sign-in", { body: sent }), 200);
    const { ticket, challenge } = first.json<{ ticket: string; challenge: Challenge }>();
    const headers = { authorization: `Bearer ${ticket}` };
    return (answered: object) =>
      client.send("POST", `/challenges/${challenge.id}/verify`, { body: answered, headers });
  }

  it("R-039: gets the token as a field and sends it as one", async () => {
    const done = expectStatus(await (await begin())(phone.answer()), 200);
    const { browserToken } = done.json<{ browserToken: string }>();
    expect(browserToken).toMatch(/^twl_browser_[a-z2-7]{52}$/);
    expect(done.headers["set-cookie"]).toBeUndefined();
    installation.clock.advance(30_000);

    expect(await exhaust(new EdgeBrowser(installation))).toBe(429);
    expect((await (await begin())(phone.answer())).statusCode).toBe(429);
    const again = await (await begin(browserToken))({ ...phone.answer(), browserToken });
    expectStatus(again, 200);
    // Younger than a day: it keeps the one it has.
    expect(again.json()).not.toHaveProperty("browserToken");
  });

  it.each([[""], ["x".repeat(129)], [7], [["twl_browser_"]]])(
    "R-014: sends %j as one and is refused",
    async (browserToken) => {
      const tried = await (await begin())({ ...phone.answer(), browserToken });
      expect(tried.statusCode).toBe(422);
    },
  );
});

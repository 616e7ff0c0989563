import type { Problem } from "@twinlatch/api-contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

/** Changes that one session may try in an hour. */
const LIMIT = 300;
const HOUR = 3_600_000;

let installation: EdgeInstallation;
let ada: EdgeBrowser;

beforeEach(async () => {
  installation = await openEdgeInstallation();
  ada = new EdgeBrowser(installation);
  await ada.signUp();
});
afterEach(() => installation.close());

/** From an address of its own each time, so that no limit of addresses speaks. */
async function demand(browser: EdgeBrowser, n: number) {
  const ip = `192.0.2.${n % 250}`;
  return browser.send("POST", "/account/factors/totp", { body: { label: `Phone ${n}` }, ip });
}

async function flood(browser: EdgeBrowser): Promise<number> {
  for (let n = 0; n <= LIMIT; n += 1) {
    const { statusCode } = await demand(browser, n);
    if (statusCode === 429) return n;
    expect(statusCode).toBe(401);
  }
  throw new Error("Nothing stops the flood");
}

describe("a session that asks for changes without an end", () => {
  it("R-081: fills the audit trail with 300 lines an hour at most", async () => {
    const before = installation.rows.events().length;
    expect(await flood(ada)).toBeLessThanOrEqual(LIMIT);
    for (let n = 0; n < 50; n += 1) await demand(ada, n);
    expect(installation.rows.events().length - before).toBeLessThanOrEqual(LIMIT);
    const refused = await demand(ada, 0);
    expect(refused.json<Problem>()).toMatchObject({
      code: "too_many_requests",
      retryAfterSeconds: HOUR / 1000,
    });
    installation.advanceAddressClock(HOUR);
    expectStatus(await demand(ada, 0), 401);
  });

  it("reads on, and keeps no other session of the account waiting", async () => {
    await flood(ada);
    expectStatus(await ada.send("GET", "/account/security"), 200);
    const laptop = new EdgeBrowser(installation);
    expectStatus(await laptop.signIn(), 200);
    expectStatus(await laptop.send("DELETE", "/account/sessions"), 204);
    expectStatus(await ada.send("GET", "/account/security"), 401);
  });
});

describe("a ticket that is tried without an end", () => {
  it("R-081: fills the audit trail with 300 lines an hour at most", async () => {
    const phone = await ada.addAuthenticator();
    const thief = new EdgeBrowser(installation);
    const first = expectStatus(await thief.signIn(), 200).json<{ challenge: { id: string } }>();
    const path = `/challenges/${first.challenge.id}/verify`;
    const attempt = (n: number, body: object) =>
      thief.send("POST", path, { body, ip: `192.0.2.${n % 250}` });
    const before = installation.rows.events().length;
    // Each is refused without being a guess, so that no budget ends it.
    for (let n = 0; n < LIMIT + 50; n += 1) await attempt(n, { kind: "password", code: "none" });
    expect(installation.rows.events().length - before).toBe(LIMIT);
    const refused = await attempt(0, phone.answer());
    expect(refused.json<Problem>().code).toBe("too_many_requests");
    // Whoever signs in anew, and its owner in any session, wait for nobody.
    const laptop = new EdgeBrowser(installation);
    const second = expectStatus(await laptop.signIn(), 200).json<{ challenge: { id: string } }>();
    const answer = { body: phone.answer() };
    expectStatus(
      await laptop.send("POST", `/challenges/${second.challenge.id}/verify`, answer),
      200,
    );
    expectStatus(await demand(ada, 0), 401);
  });
});

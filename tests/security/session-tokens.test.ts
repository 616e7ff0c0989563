import { TEST_PASSWORD } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

const SESSION = "__Host-twinlatch_session";

let installation: EdgeInstallation;
let ada: EdgeBrowser;
beforeEach(async () => {
  installation = await openEdgeInstallation();
  ada = new EdgeBrowser(installation);
  await ada.signUp();
});
afterEach(() => installation.close());

/** The status of asking for the session with one token. */
async function statusOf(token: string | undefined): Promise<number> {
  const headers = { cookie: "", authorization: `Bearer ${token}` };
  return (await ada.send("GET", "/session", { headers })).statusCode;
}

describe("R-047: the session", () => {
  it("is a cookie for this host, TLS and the server alone, never sent from elsewhere", async () => {
    const response = await ada.signIn();
    expect(response.headers["set-cookie"]).toMatch(
      /^__Host-twinlatch_session=twl_session_[a-z2-7]{52}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(response.body).not.toContain("twl_session");
  });

  it("is not what a stranger planted before the sign-in", async () => {
    const planted = `twl_session_${"a".repeat(52)}`;
    const victim = new EdgeBrowser(installation);
    victim.cookies.set(SESSION, planted);
    expectStatus(await victim.signIn(), 200);
    expect(victim.cookies.get(SESSION)).not.toBe(planted);
    expect(await statusOf(planted)).toBe(401);
  });

  it("is new at every sign-in, and the one that the browser had is over", async () => {
    const before = ada.cookies.get(SESSION);
    expectStatus(await ada.signIn(), 200);
    expect(await statusOf(before)).toBe(401);
    expect(await statusOf(ada.cookies.get(SESSION))).toBe(200);
  });

  it("has a new token after a step-up and after its second factor; the old ones are dead", async () => {
    const tokens = [ada.cookies.get(SESSION)];
    const proof = await ada.prove("POST", "/account/factors/totp", { body: {} });
    tokens.push(ada.cookies.get(SESSION));
    const enrolled = await ada.send("POST", "/account/factors/totp", {
      body: {},
      headers: { "twinlatch-proof": proof },
    });
    expectStatus(enrolled, 201);
    await ada.addAuthenticator();
    tokens.push(ada.cookies.get(SESSION));
    expect(new Set(tokens).size).toBe(3);
    expect(await Promise.all(tokens.map(statusOf))).toEqual([401, 401, 200]);
  });

  it("ends with the sign-out, and takes its cookie along", async () => {
    const token = ada.cookies.get(SESSION);
    const response = expectStatus(await ada.send("POST", "/sign-out"), 204);
    expect(response.headers["set-cookie"]).toMatch(/^__Host-twinlatch_session=; Max-Age=0;/);
    expect(await statusOf(token)).toBe(401);
    expect((await ada.send("POST", "/sign-out")).statusCode).toBe(401);
  });

  it("R-048: is over after an hour without use and after a day of use, whatever the cookie says", async () => {
    installation.clock.advance(59 * 60_000);
    expect((await ada.send("GET", "/session")).statusCode).toBe(200);
    installation.clock.advance(60 * 60_000);
    expect((await ada.send("GET", "/session")).statusCode).toBe(401);

    const busy = new EdgeBrowser(installation);
    await busy.signIn();
    const began = installation.clock.nowMillis();
    while (installation.clock.nowMillis() < began + 23 * 3_600_000) {
      installation.clock.advance(30 * 60_000);
      expect((await busy.send("GET", "/session")).statusCode).toBe(200);
    }
    installation.clock.set(began + 24 * 3_600_000);
    expect((await busy.send("GET", "/session")).statusCode).toBe(401);
  });

  it("R-051: says how it was authenticated", async () => {
    const password = (await ada.send("GET", "/session")).json();
    expect(password).toMatchObject({
      account: { email: "ada@example.org" },
      amr: ["pwd"],
      acr: "urn:twinlatch:acr:aal1",
      secondFactorAt: null,
      recovery: false,
    });
    await ada.addAuthenticator();
    const raised = (await ada.send("GET", "/session")).json();
    expect(raised).toMatchObject({
      amr: ["pwd", "otp", "mfa"],
      acr: "urn:twinlatch:acr:aal2",
      secondFactorAt: expect.stringMatching(/Z$/),
    });
  });
});

describe("without cookies", () => {
  /** Sends with a token, as an app does, which says nothing of where it comes from. */
  function call(
    method: "GET" | "POST",
    path: string,
    { token, body, proof }: { token?: string; body?: unknown; proof?: string } = {},
  ) {
    return installation.console.inject({
      method,
      url: `/api/v1${path}`,
      headers: {
        host: "localhost:4600",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(proof === undefined ? {} : { "twinlatch-proof": proof }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
  }

  it("tokens come in the body where they were asked for, renewed ones too, and no cookie at all", async () => {
    const email = "app@example.org";
    const begun = await call("POST", "/sign-up", {
      body: { email, password: TEST_PASSWORD, session: "token" },
    });
    const { signUpToken } = begun.json<{ signUpToken: string }>();
    const code = /[0-9]{6}/.exec(installation.mails.at(-1)?.text ?? "")?.[0];
    const verified = await call("POST", "/sign-up/verify", {
      body: { email, code, signUpToken, session: "token" },
    });
    const { sessionToken } = verified.json<{ sessionToken: string }>();
    expect((await call("GET", "/session", { token: sessionToken })).statusCode).toBe(200);

    const demanded = await call("POST", "/account/factors/totp", { token: sessionToken, body: {} });
    const { challenge } = demanded.json<{ challenge: { id: string } }>();
    const approved = await call("POST", `/challenges/${challenge.id}/verify`, {
      token: sessionToken,
      body: { kind: "password", code: TEST_PASSWORD },
    });
    const renewed = approved.json<{ sessionToken: string; proof: string }>();
    expect((await call("GET", "/session", { token: sessionToken })).statusCode).toBe(401);
    const enrolled = await call("POST", "/account/factors/totp", {
      token: renewed.sessionToken,
      body: {},
      proof: renewed.proof,
    });
    expect(enrolled.statusCode).toBe(201);
    for (const response of [begun, verified, demanded, approved, enrolled]) {
      expect(response.headers["set-cookie"]).toBeUndefined();
    }
  });

  it("a token that is not good is not made up for by a good cookie", async () => {
    const headers = { authorization: `Bearer twl_session_${"b".repeat(52)}` };
    expect((await ada.send("GET", "/session", { headers })).statusCode).toBe(401);
  });

  it("credentials of a proxy in front are not ours, and the cookie counts", async () => {
    const headers = { authorization: "Basic dXNlcjpwYXNz" };
    expect((await ada.send("GET", "/session", { headers })).statusCode).toBe(200);
  });

  it("a sign-up is completed only with its own token", async () => {
    const email = "grace@example.org";
    await call("POST", "/sign-up", { body: { email, password: TEST_PASSWORD } });
    const code = /[0-9]{6}/.exec(installation.mails.at(-1)?.text ?? "")?.[0];
    const foreign = `twl_signup_${"c".repeat(52)}`;
    for (const body of [
      { email, code },
      { email, code, signUpToken: foreign },
    ]) {
      const response = await call("POST", "/sign-up/verify", { body });
      expect(response.json()).toMatchObject({ code: "challenge_closed" });
    }
  });
});

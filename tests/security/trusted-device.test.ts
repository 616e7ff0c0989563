import type { Challenge, Problem, SessionView, TrustedDeviceView } from "@twinlatch/api-contract";
import { TEST_PASSWORD, testAuthenticator } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";
import { type EdgeInstallation, openEdgeInstallation } from "./edge-installation.ts";

const DEVICE = "__Host-twinlatch_device";
const TOKEN = /^twl_device_[\w-]{12}_[a-z2-7]{26}_[\w-]{43}$/;
const STEP = 30_000;
const DAY = 24 * 3_600_000;
const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

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

const setting = (value: string) => ({ body: { value } });

/** Chooses to be asked once per device, with a code. */
async function chooseOncePerDevice(browser = ada, authenticator = phone): Promise<void> {
  const request = setting("once_per_device");
  const path = "/account/sign-in-setting";
  expectStatus(await browser.sendProved("PUT", path, request, authenticator.answer()), 200);
  installation.clock.advance(STEP);
}

async function challengeOf(browser: EdgeBrowser): Promise<Challenge> {
  const first = expectStatus(await browser.signIn(), 200);
  return first.json<{ challenge: Challenge }>().challenge;
}

/** Signs in with the second step; by default the device is trusted from then on. */
async function answer(
  browser: EdgeBrowser,
  body: object = { ...phone.answer(), trustDevice: true },
) {
  const { id } = await challengeOf(browser);
  const answered = await browser.send("POST", `/challenges/${id}/verify`, { body });
  installation.clock.advance(STEP);
  return answered;
}

async function trust(browser = ada, authenticator = phone) {
  return expectStatus(await answer(browser, { ...authenticator.answer(), trustDevice: true }), 200);
}

/** How a sign-in with the right password ends. */
async function statusOf(browser: EdgeBrowser): Promise<string> {
  return expectStatus(await browser.signIn(), 200).json<{ status: string }>().status;
}

async function listed(browser = ada): Promise<readonly TrustedDeviceView[]> {
  const response = expectStatus(await browser.send("GET", "/account/trusted-devices"), 200);
  return response.json<{ trustedDevices: TrustedDeviceView[] }>().trustedDevices;
}

/** Somebody who copied a browser's cookie for the device and nothing else. */
function thiefOf(browser: EdgeBrowser): EdgeBrowser {
  const thief = new EdgeBrowser(installation, browser.email);
  thief.cookies.set(DEVICE, browser.cookies.get(DEVICE) ?? "");
  return thief;
}

const eventsOf = (word: string) =>
  installation.rows.events().filter(({ type }) => type === `trusted_device.${word}`);

describe("the sign-in setting", () => {
  it("is weakened with a fresh code for exactly that, and chosen with no factor by nobody", async () => {
    const path = "/account/sign-in-setting";
    const demanded = expectStatus(await ada.send("PUT", path, setting("once_per_device")), 401);
    const problem = demanded.json<Problem>();
    expect(problem).toMatchObject({
      code: "step_up_required",
      action: "account.sign_in_setting.weaken",
      challenge: { factors: [{ kind: "totp" }] },
    });
    expect(demanded.headers["www-authenticate"]).toContain("insufficient_user_authentication");
    const off = expectStatus(await ada.send("PUT", path, setting("off")), 401);
    expect(off.json<Problem>().action).toBe("account.two_factor.disable");

    await chooseOncePerDevice();
    const chosen = expectStatus(await ada.send("GET", "/account/security"), 200);
    expect(chosen.json()).toMatchObject({
      twoFactor: "enabled",
      signInSetting: "once_per_device",
    });
    expectStatus(await ada.send("PUT", path, setting("every_time")), 200);

    const bob = new EdgeBrowser(installation, "bob@example.org");
    await bob.signUp();
    const refused = expectStatus(await bob.send("PUT", path, setting("once_per_device")), 409);
    expect(refused.json<Problem>().code).toBe("no_factor");
    for (const value of ["sometimes", "", null, 1, ["off"]]) {
      expectStatus(await ada.send("PUT", path, { body: { value } }), 422);
    }
  });

  it("is told to its owner when it changes, in other words each time", async () => {
    const told = () => installation.rows.all()["notice"]?.length ?? 0;
    const before = told();
    await chooseOncePerDevice();
    expect(told()).toBe(before + 1);
    expectStatus(await ada.send("PUT", "/account/sign-in-setting", setting("every_time")), 200);
    expect(told()).toBe(before + 2);
  });
});

describe("trusting a device", () => {
  it("R-058: is offered only where the setting asks once per device, and only at sign-in", async () => {
    expect((await challengeOf(ada)).canTrustDevice).toBe(false);
    expectStatus(await answer(ada), 200);
    expect(ada.cookies.get(DEVICE)).toBeUndefined();
    await chooseOncePerDevice();
    const challenge = await challengeOf(ada);
    expect(challenge.canTrustDevice).toBe(true);
    const shown = expectStatus(await ada.send("GET", `/challenges/${challenge.id}`), 200);
    expect(shown.json()).toMatchObject({ canTrustDevice: true });
    const stepUp = expectStatus(
      await ada.send("DELETE", `/account/factors/${phone.factorId}`),
      401,
    );
    const { challenge: demanded } = stepUp.json<Problem>();
    expect(demanded?.canTrustDevice).toBe(false);
    const body = { ...phone.answer(), trustDevice: true };
    expectStatus(await ada.send("POST", `/challenges/${demanded?.id}/verify`, { body }), 200);
    expect([ada.cookies.get(DEVICE), await listed()]).toEqual([undefined, []]);
  });

  it("R-058: is not done unasked", async () => {
    await chooseOncePerDevice();
    for (const body of [{}, { trustDevice: false }]) {
      expectStatus(await answer(ada, { ...phone.answer(), ...body }), 200);
      expect(await statusOf(ada)).toBe("second_step");
    }
    expect(await listed()).toEqual([]);
  });

  it.each([["yes"], [1], [null], [[]]])("R-014: is not asked for with %j", async (trustDevice) => {
    await chooseOncePerDevice();
    expect((await answer(ada, { ...phone.answer(), trustDevice })).statusCode).toBe(422);
  });

  it("R-058: hands over a cookie of 30 days for this host, TLS and the server alone", async () => {
    await chooseOncePerDevice();
    const response = await trust();
    expect([response.headers["set-cookie"]].flat()).toContainEqual(
      expect.stringMatching(
        /^__Host-twinlatch_device=twl_device_[\w-]{83}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      ),
    );
    expect(response.body).not.toContain("twl_device");
    expect(response.json<{ trustedUntil: string }>().trustedUntil).toBe(
      new Date(installation.clock.nowMillis() - STEP + 30 * DAY).toISOString(),
    );
  });

  it("R-058: leaves its token in no row, no log line and no mail", async () => {
    await chooseOncePerDevice();
    await trust();
    const tokens = [ada.cookies.get(DEVICE) ?? ""];
    expect(await statusOf(ada)).toBe("signed_in");
    tokens.push(ada.cookies.get(DEVICE) ?? "");
    const kept = JSON.stringify([
      installation.rows.all(),
      installation.logLines,
      installation.mails,
    ]);
    for (const token of tokens) {
      expect(token).toMatch(TOKEN);
      const [series = "", secret = ""] = [token.slice(24, 50), token.slice(51)];
      for (const part of [series, secret]) expect(kept).not.toContain(part);
    }
    expect(kept).not.toContain("twl_device");
  });

  it("R-031: does nothing with a recovery code", async () => {
    await chooseOncePerDevice();
    const [code] = phone.recoveryCodes;
    const done = await answer(ada, { kind: "recovery_code", code, trustDevice: true });
    expectStatus(done, 200);
    expect(done.json()).not.toHaveProperty("trustedUntil");
    expect(ada.cookies.get(DEVICE)).toBeUndefined();
    expect(await listed()).toEqual([]);
    expect((await ada.send("GET", "/session")).json()).toMatchObject({ recovery: true });
  });
});

describe("a trusted device", () => {
  beforeEach(async () => {
    await chooseOncePerDevice();
    await trust();
  });

  it("R-060, R-051: signs in with the password alone, below the level of two factors", async () => {
    const response = expectStatus(await ada.signIn(), 200);
    expect(response.json()).toEqual({ status: "signed_in", trustedDevice: true });
    const session = (await ada.send("GET", "/session")).json<SessionView>();
    expect(session).toMatchObject({
      amr: ["pwd", "trusted_device"],
      acr: "urn:twinlatch:acr:aal1",
      secondFactorAt: null,
      trustedDevice: true,
    });
    expect(await statusOf(new EdgeBrowser(installation))).toBe("second_step");
  });

  it("R-060, R-055, R-005: changes nothing without a code, and the password is none", async () => {
    expect(await statusOf(ada)).toBe("signed_in");
    const before = installation.rows.all()["totp_factor"];
    for (const [method, path, body] of [
      ["POST", "/account/factors/totp", { label: "Thief" }],
      ["DELETE", `/account/factors/${phone.factorId}`, undefined],
      ["POST", `/account/factors/${phone.factorId}/suspend`, undefined],
      ["PUT", "/account/sign-in-setting", { value: "off" }],
      ["POST", "/account/recovery-codes", undefined],
      ["PUT", "/account/password", { newPassword: "a rainy walk by the sea" }],
    ] as const) {
      const request = body === undefined ? {} : { body };
      const problem = expectStatus(await ada.send(method, path, request), 401).json<Problem>();
      expect([problem.code, problem.challenge?.factors.map(({ kind }) => kind)]).toEqual([
        "step_up_required",
        ["totp"],
      ]);
      const password = { kind: "password", code: TEST_PASSWORD };
      const verify = `/challenges/${problem.challenge?.id}/verify`;
      expect((await ada.send("POST", verify, { body: password })).statusCode).toBe(422);
    }
    const replace = { body: { factorId: phone.factorId } };
    const refused = expectStatus(
      await ada.send("POST", "/account/factor-replacement", replace),
      403,
    );
    expect(refused.json<Problem>().code).toBe("full_session_required");
    expect(installation.rows.all()["totp_factor"]).toEqual(before);
  });

  it("R-059: is listed as its owner knows it, and works for 30 days to the second", async () => {
    const laptop = new EdgeBrowser(installation);
    const { id } = await challengeOf(laptop);
    const body = { ...phone.answer(), trustDevice: true };
    const headers = { "user-agent": FIREFOX };
    const path = `/challenges/${id}/verify`;
    expectStatus(await laptop.send("POST", path, { body, headers, ip: "192.0.2.9" }), 200);
    const [first, second] = await listed();
    expect(first).toMatchObject({
      isCurrent: false,
      browser: "Firefox",
      system: "Windows",
      ip: "192.0.2.9",
    });
    expect(second).toMatchObject({ isCurrent: true, browser: null, system: null });
    expect(Date.parse(first!.expiresAt) - Date.parse(first!.trustedAt)).toBe(30 * DAY);
    installation.clock.advance(30 * DAY - STEP - 1);
    expect(await statusOf(ada)).toBe("signed_in");
    installation.clock.advance(1);
    expect(await statusOf(ada)).toBe("second_step");
    expect(ada.cookies.get(DEVICE)).toBeUndefined();
  });

  it("R-059, R-069: is revoked by its owner at once, alone or with all, and by nobody else", async () => {
    const laptop = new EdgeBrowser(installation);
    await trust(laptop);
    const [first, second] = await listed();
    const eve = new EdgeBrowser(installation, "eve@example.org");
    await eve.signUp();
    const foreign = await eve.send("DELETE", `/account/trusted-devices/${first?.id}`);
    const unknown = await eve.send("DELETE", "/account/trusted-devices/dev_none");
    expect([foreign.statusCode, unknown.statusCode]).toEqual([404, 404]);
    expectStatus(await eve.send("DELETE", "/account/trusted-devices"), 204);
    expect([await listed(eve), (await listed()).length]).toEqual([[], 2]);

    expectStatus(await ada.send("DELETE", `/account/trusted-devices/${first?.id}`), 204);
    expectStatus(await ada.send("DELETE", `/account/trusted-devices/${first?.id}`), 404);
    expect(await statusOf(laptop)).toBe("second_step");
    expect((await listed()).map(({ id }) => id)).toEqual([second?.id]);
    expectStatus(await ada.send("DELETE", "/account/trusted-devices"), 204);
    expect(await listed()).toEqual([]);
    expect(await statusOf(ada)).toBe("second_step");
    expect(eventsOf("revoked")).toHaveLength(4);
  });

  it("R-061: destroys itself when an old token of it comes, and tells its owner", async () => {
    const thief = thiefOf(ada);
    expect(await statusOf(ada)).toBe("signed_in");
    installation.clock.advance(10_000);
    const told = installation.rows.all()["notice"]?.length ?? 0;
    const response = expectStatus(await thief.signIn(), 200);
    expect(response.json()).toMatchObject({ status: "second_step" });
    expect(response.body).not.toMatch(/stolen|trusted_device/i);
    expect(thief.cookies.get(DEVICE)).toBeUndefined();
    expect(installation.rows.all()["trusted_device"]).toEqual([]);
    expect(installation.rows.all()["notice"]).toHaveLength(told + 1);
    expect(eventsOf("stolen")).toHaveLength(1);
    // Whoever was in by it is out.
    expectStatus(await ada.send("GET", "/session"), 401);
    expect(await statusOf(ada)).toBe("second_step");
  });

  it("R-061: takes the same token from two tabs, and both hold the same one afterwards", async () => {
    const tab = thiefOf(ada);
    expect([await statusOf(ada), await statusOf(tab)]).toEqual(["signed_in", "signed_in"]);
    expect(tab.cookies.get(DEVICE)).toBe(ada.cookies.get(DEVICE));
    expect(await statusOf(tab)).toBe("signed_in");
  });

  it("R-050: changes nothing that is seen, sent or kept behind a wrong password", async () => {
    const kept = installation.rows.all()["trusted_device"];
    const without = await new EdgeBrowser(installation).signIn("wrong");
    const withDevice = await ada.signIn("wrong");
    const unknown = thiefOf(ada);
    const nobody = await unknown.send("POST", "/sign-in", {
      body: { email: "nobody@example.org", password: TEST_PASSWORD },
    });
    const [shown, ...others] = [without, withDevice, nobody].map((response) => {
      const { requestId: _, ...problem } = response.json<Problem>();
      return [response.statusCode, response.headers["set-cookie"], problem];
    });
    expect(shown).toMatchObject([401, undefined, { code: "invalid_credentials" }]);
    for (const other of others) expect(other).toEqual(shown);
    expect(installation.rows.all()["trusted_device"]).toEqual(kept);
    expect(await statusOf(ada)).toBe("signed_in");
  });

  it("R-037: is asked for the second step while the password is retired, and told no more", async () => {
    const shownTo = async (browser: EdgeBrowser) => {
      const { challenge, ...rest } = expectStatus(await browser.signIn(), 200).json<{
        challenge: Challenge;
      }>();
      return { ...rest, challenge: { ...challenge, id: "", expiresAt: "" } };
    };
    const before = await shownTo(new EdgeBrowser(installation));
    for (let guess = 0; guess < 10; guess += 1) {
      const stranger = new EdgeBrowser(installation);
      const body = { kind: "totp", factorId: phone.factorId, code: phone.wrongCode() };
      expectStatus(await answer(stranger, body), 401);
    }
    const thief = thiefOf(ada);
    expect(await shownTo(thief)).toEqual(before);
    expect(await statusOf(ada)).toBe("second_step");
    const { id } = await challengeOf(thief);
    const body = { ...phone.answer(), trustDevice: true };
    expectStatus(await thief.send("POST", `/challenges/${id}/verify`, { body }), 429);
  });

  it("R-008: is forgotten where adding an authenticator is to sign out all others", async () => {
    for (const endOtherSessions of [false, true]) {
      const request = { body: { label: "Tablet" } };
      const path = "/account/factors/totp";
      const enrolled = await ada.sendProved("POST", path, request, phone.answer());
      const { factor, secret } = expectStatus(enrolled, 201).json<{
        factor: { id: string };
        secret: string;
      }>();
      const code = testAuthenticator(installation, factor.id, secret).code();
      const confirmation = { body: { code, endOtherSessions } };
      const confirm = `/account/factors/${factor.id}/confirm`;
      expectStatus(await ada.send("POST", confirm, confirmation), 200);
      expect(await listed()).toHaveLength(endOtherSessions ? 0 : 1);
      installation.clock.advance(STEP);
    }
  });

  it("shares a browser with those of other accounts, none of which loses what it holds", async () => {
    const eve = new EdgeBrowser(installation, "eve@example.org");
    await eve.signUp();
    const evesPhone = await eve.addAuthenticator();
    await chooseOncePerDevice(eve, evesPhone);
    const own = ada.cookies.get(DEVICE) ?? "";
    eve.cookies.set(DEVICE, own);
    await trust(eve, evesPhone);
    const [evesToken, adasToken, ...rest] = eve.cookies.get(DEVICE)?.split(".") ?? [];
    expect([adasToken, rest]).toEqual([own, []]);
    expect(evesToken).toMatch(TOKEN);

    // Ada revokes hers; her next sign-in in that browser drops it, and Eve's stays.
    expectStatus(await ada.send("DELETE", "/account/trusted-devices"), 204);
    ada.cookies.set(DEVICE, eve.cookies.get(DEVICE) ?? "");
    expect(await statusOf(ada)).toBe("second_step");
    expect(ada.cookies.get(DEVICE)).toBe(evesToken);
    eve.cookies.set(DEVICE, ada.cookies.get(DEVICE) ?? "");
    expect(await statusOf(eve)).toBe("signed_in");
  });

  it.each([
    ["what is no token", () => "twl_device_"],
    ["nothing", () => ""],
    ["dots", () => "....."],
    ["one of nobody", () => `twl_device_${"a".repeat(12)}_${"a".repeat(26)}_${"a".repeat(43)}`],
  ])("R-058: is not to be had with %s in its place", async (_, make) => {
    const stranger = new EdgeBrowser(installation);
    stranger.cookies.set(DEVICE, make());
    expect(await statusOf(stranger)).toBe("second_step");
    expect(await listed()).toHaveLength(1);
  });
});

describe("a client without cookies", () => {
  const credentials = { email: "ada@example.org", password: TEST_PASSWORD, session: "token" };

  async function signIn(deviceToken?: string) {
    const client = new EdgeBrowser(installation);
    const body = deviceToken === undefined ? credentials : { ...credentials, deviceToken };
    return expectStatus(await client.send("POST", "/sign-in", { body }), 200);
  }

  it("R-058, R-061: gets the token as a field, sends it as one, and keeps the newest", async () => {
    await chooseOncePerDevice();
    const first = (await signIn()).json<{ ticket: string; challenge: Challenge }>();
    const headers = { authorization: `Bearer ${first.ticket}` };
    const body = { ...phone.answer(), trustDevice: true };
    const path = `/challenges/${first.challenge.id}/verify`;
    const client = new EdgeBrowser(installation);
    const done = expectStatus(await client.send("POST", path, { body, headers }), 200);
    const { deviceToken } = done.json<{ deviceToken: string }>();
    expect(deviceToken).toMatch(TOKEN);
    expect(done.headers["set-cookie"]).toBeUndefined();

    const again = await signIn(deviceToken);
    expect(again.json()).toMatchObject({ status: "signed_in", trustedDevice: true });
    const next = again.json<{ deviceToken: string }>();
    expect(next.deviceToken).toMatch(TOKEN);
    expect(next.deviceToken).not.toBe(deviceToken);
    installation.clock.advance(10_000);
    expect((await signIn(deviceToken)).json()).toMatchObject({ status: "second_step" });
    const dead = await signIn(next.deviceToken);
    expect(dead.json()).toMatchObject({ status: "second_step" });
    expect(dead.json()).not.toHaveProperty("deviceToken");
  });

  it.each([[""], ["x".repeat(129)], [7], [["twl_device_"]]])(
    "R-014: sends %j as one and is refused",
    async (deviceToken) => {
      const client = new EdgeBrowser(installation);
      const body = { ...credentials, deviceToken };
      expect((await client.send("POST", "/sign-in", { body })).statusCode).toBe(422);
    },
  );
});

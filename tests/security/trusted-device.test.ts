import type { Challenge, Problem } from "@twinlatch/api-contract";
import { TEST_PASSWORD } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  DAY,
  DEVICE,
  DEVICE_TOKEN,
  type DeviceTrial,
  openDeviceTrial,
  STEP,
} from "./device-trial.ts";
import { EdgeBrowser, expectStatus } from "./edge-browser.ts";

let trial: DeviceTrial;
let installation: DeviceTrial["installation"];
let ada: EdgeBrowser;
let phone: DeviceTrial["phone"];

beforeEach(async () => {
  trial = await openDeviceTrial();
  ({ installation, ada, phone } = trial);
});
afterEach(() => installation.close());

const setting = (value: string) => ({ body: { value } });

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

    await trial.chooseOncePerDevice();
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
    await trial.chooseOncePerDevice();
    expect(told()).toBe(before + 1);
    expectStatus(await ada.send("PUT", "/account/sign-in-setting", setting("every_time")), 200);
    expect(told()).toBe(before + 2);
  });
});

describe("trusting a device", () => {
  it("R-058: is offered only where the setting asks once per device, and only at sign-in", async () => {
    expect((await trial.challengeOf(ada)).canTrustDevice).toBe(false);
    expectStatus(await trial.answer(ada, { ...phone.answer(), trustDevice: true }), 200);
    expect(ada.cookies.get(DEVICE)).toBeUndefined();
    await trial.chooseOncePerDevice();
    const challenge = await trial.challengeOf(ada);
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
    expect([ada.cookies.get(DEVICE), await trial.listed()]).toEqual([undefined, []]);
  });

  it("R-058: is not done unasked", async () => {
    await trial.chooseOncePerDevice();
    for (const body of [{}, { trustDevice: false }]) {
      expectStatus(await trial.answer(ada, { ...phone.answer(), ...body }), 200);
      expect(await trial.statusOf(ada)).toBe("second_step");
    }
    expect(await trial.listed()).toEqual([]);
  });

  it.each([["yes"], [1], [null], [[]]])("R-014: is not asked for with %j", async (trustDevice) => {
    await trial.chooseOncePerDevice();
    expect((await trial.answer(ada, { ...phone.answer(), trustDevice })).statusCode).toBe(422);
  });

  it("R-058: hands over a cookie of 30 days for this host, TLS and the server alone", async () => {
    await trial.chooseOncePerDevice();
    const response = await trial.trust();
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
    await trial.chooseOncePerDevice();
    await trial.trust();
    const tokens = [ada.cookies.get(DEVICE) ?? ""];
    expect(await trial.statusOf(ada)).toBe("signed_in");
    tokens.push(ada.cookies.get(DEVICE) ?? "");
    const kept = JSON.stringify([
      installation.rows.all(),
      installation.logLines,
      installation.mails,
    ]);
    for (const token of tokens) {
      expect(token).toMatch(DEVICE_TOKEN);
      for (const part of [token.slice(24, 50), token.slice(51)]) expect(kept).not.toContain(part);
    }
    expect(kept).not.toContain("twl_device");
  });

  it("R-031: does nothing with a recovery code", async () => {
    await trial.chooseOncePerDevice();
    const [code] = phone.recoveryCodes;
    const done = await trial.answer(ada, { kind: "recovery_code", code, trustDevice: true });
    expectStatus(done, 200);
    expect(done.json()).not.toHaveProperty("trustedUntil");
    expect(ada.cookies.get(DEVICE)).toBeUndefined();
    expect(await trial.listed()).toEqual([]);
    expect((await ada.send("GET", "/session")).json()).toMatchObject({ recovery: true });
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
    await trial.chooseOncePerDevice();
    const first = (await signIn()).json<{ ticket: string; challenge: Challenge }>();
    const headers = { authorization: `Bearer ${first.ticket}` };
    const body = { ...phone.answer(), trustDevice: true };
    const path = `/challenges/${first.challenge.id}/verify`;
    const client = new EdgeBrowser(installation);
    const done = expectStatus(await client.send("POST", path, { body, headers }), 200);
    const { deviceToken } = done.json<{ deviceToken: string }>();
    expect(deviceToken).toMatch(DEVICE_TOKEN);
    expect(done.headers["set-cookie"]).toBeUndefined();

    const again = await signIn(deviceToken);
    expect(again.json()).toMatchObject({ status: "signed_in", trustedDevice: true });
    const next = again.json<{ deviceToken: string }>();
    expect(next.deviceToken).toMatch(DEVICE_TOKEN);
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

import type { Challenge, Problem, SessionView } from "@twinlatch/api-contract";
import { TEST_PASSWORD, testAuthenticator } from "@twinlatch/testkit";
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

const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

let trial: DeviceTrial;
let installation: DeviceTrial["installation"];
let ada: EdgeBrowser;
let phone: DeviceTrial["phone"];

beforeEach(async () => {
  trial = await openDeviceTrial();
  ({ installation, ada, phone } = trial);
});
afterEach(() => installation.close());

describe("a trusted device", () => {
  beforeEach(async () => {
    await trial.chooseOncePerDevice();
    await trial.trust();
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
    expect(await trial.statusOf(new EdgeBrowser(installation))).toBe("second_step");
  });

  it("R-060, R-055, R-005: changes nothing without a code, and the password is none", async () => {
    expect(await trial.statusOf(ada)).toBe("signed_in");
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
    const { id } = await trial.challengeOf(laptop);
    const body = { ...phone.answer(), trustDevice: true };
    const headers = { "user-agent": FIREFOX };
    const path = `/challenges/${id}/verify`;
    expectStatus(await laptop.send("POST", path, { body, headers, ip: "192.0.2.9" }), 200);
    const [first, second] = await trial.listed();
    expect(first).toMatchObject({
      isCurrent: false,
      browser: "Firefox",
      system: "Windows",
      ip: "192.0.2.9",
    });
    expect(second).toMatchObject({ isCurrent: true, browser: null, system: null });
    expect(Date.parse(first!.expiresAt) - Date.parse(first!.trustedAt)).toBe(30 * DAY);
    installation.clock.advance(30 * DAY - STEP - 1);
    expect(await trial.statusOf(ada)).toBe("signed_in");
    installation.clock.advance(1);
    expect(await trial.statusOf(ada)).toBe("second_step");
    expect(ada.cookies.get(DEVICE)).toBeUndefined();
  });

  it("R-059: is revoked by its owner at once, alone or with all, and by nobody else", async () => {
    const laptop = new EdgeBrowser(installation);
    await trial.trust(laptop);
    const [first, second] = await trial.listed();
    const eve = new EdgeBrowser(installation, "eve@example.org");
    await eve.signUp();
    const foreign = await eve.send("DELETE", `/account/trusted-devices/${first?.id}`);
    const unknown = await eve.send("DELETE", "/account/trusted-devices/dev_none");
    expect([foreign.statusCode, unknown.statusCode]).toEqual([404, 404]);
    expectStatus(await eve.send("DELETE", "/account/trusted-devices"), 204);
    expect([await trial.listed(eve), (await trial.listed()).length]).toEqual([[], 2]);

    expectStatus(await ada.send("DELETE", `/account/trusted-devices/${first?.id}`), 204);
    expectStatus(await ada.send("DELETE", `/account/trusted-devices/${first?.id}`), 404);
    expect(await trial.statusOf(laptop)).toBe("second_step");
    expect((await trial.listed()).map(({ id }) => id)).toEqual([second?.id]);
    expectStatus(await ada.send("DELETE", "/account/trusted-devices"), 204);
    expect(await trial.listed()).toEqual([]);
    expect(await trial.statusOf(ada)).toBe("second_step");
    expect(trial.eventsOf("revoked")).toBe(4);
  });

  it("R-061: destroys itself when an old token of it comes, and tells its owner", async () => {
    const thief = trial.thiefOf(ada);
    expect(await trial.statusOf(ada)).toBe("signed_in");
    installation.clock.advance(10_000);
    const told = installation.rows.all()["notice"]?.length ?? 0;
    const response = expectStatus(await thief.signIn(), 200);
    expect(response.json()).toMatchObject({ status: "second_step" });
    expect(response.body).not.toMatch(/stolen|trusted_device/i);
    expect(thief.cookies.get(DEVICE)).toBeUndefined();
    expect(installation.rows.all()["trusted_device"]).toEqual([]);
    expect(installation.rows.all()["notice"]).toHaveLength(told + 1);
    expect(trial.eventsOf("stolen")).toBe(1);
    // Whoever was in by it is out.
    expectStatus(await ada.send("GET", "/session"), 401);
    expect(await trial.statusOf(ada)).toBe("second_step");
  });

  it("R-061: takes the same token from two tabs, and both hold the same one afterwards", async () => {
    const tab = trial.thiefOf(ada);
    expect([await trial.statusOf(ada), await trial.statusOf(tab)]).toEqual([
      "signed_in",
      "signed_in",
    ]);
    expect(tab.cookies.get(DEVICE)).toBe(ada.cookies.get(DEVICE));
    expect(await trial.statusOf(tab)).toBe("signed_in");
  });

  it("R-050: changes nothing that is seen, sent or kept behind a wrong password", async () => {
    const kept = installation.rows.all()["trusted_device"];
    const without = await new EdgeBrowser(installation).signIn("wrong");
    const withDevice = await ada.signIn("wrong");
    const unknown = trial.thiefOf(ada);
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
    expect(await trial.statusOf(ada)).toBe("signed_in");
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
      expectStatus(await trial.answer(stranger, body), 401);
    }
    const thief = trial.thiefOf(ada);
    expect(await shownTo(thief)).toEqual(before);
    expect(await trial.statusOf(ada)).toBe("second_step");
    const { id } = await trial.challengeOf(thief);
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
      expect(await trial.listed()).toHaveLength(endOtherSessions ? 0 : 1);
      installation.clock.advance(STEP);
    }
  });

  it("shares a browser with those of other accounts, none of which loses what it holds", async () => {
    const eve = new EdgeBrowser(installation, "eve@example.org");
    await eve.signUp();
    const evesPhone = await eve.addAuthenticator();
    await trial.chooseOncePerDevice(eve, evesPhone);
    const own = ada.cookies.get(DEVICE) ?? "";
    eve.cookies.set(DEVICE, own);
    await trial.trust(eve, evesPhone);
    const [evesToken, adasToken, ...rest] = eve.cookies.get(DEVICE)?.split(".") ?? [];
    expect([adasToken, rest]).toEqual([own, []]);
    expect(evesToken).toMatch(DEVICE_TOKEN);

    // Ada revokes hers; her next sign-in in that browser drops it, and Eve's stays.
    expectStatus(await ada.send("DELETE", "/account/trusted-devices"), 204);
    ada.cookies.set(DEVICE, eve.cookies.get(DEVICE) ?? "");
    expect(await trial.statusOf(ada)).toBe("second_step");
    expect(ada.cookies.get(DEVICE)).toBe(evesToken);
    eve.cookies.set(DEVICE, ada.cookies.get(DEVICE) ?? "");
    expect(await trial.statusOf(eve)).toBe("signed_in");
  });

  it.each([
    ["what is no token", () => "twl_device_"],
    ["nothing", () => ""],
    ["dots", () => "....."],
    ["one of nobody", () => `twl_device_${"a".repeat(12)}_${"a".repeat(26)}_${"a".repeat(43)}`],
  ])("R-058: is not to be had with %s in its place", async (_, make) => {
    const stranger = new EdgeBrowser(installation);
    stranger.cookies.set(DEVICE, make());
    expect(await trial.statusOf(stranger)).toBe("second_step");
    expect(await trial.listed()).toHaveLength(1);
  });
});

import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listTrustedDevices } from "./list-trusted-devices.ts";
import {
  MAX_TRUSTED_DEVICES,
  ROTATION_GRACE_MILLIS,
  TRUSTED_DEVICE_MILLIS,
} from "./trusted-device.ts";
import { parseDeviceToken } from "./trusted-device-token.ts";

const STEP = 30_000;
const ELSEWHERE = { ...TEST_ORIGIN, ip: "198.51.100.9" };
const OTHER_BROWSER = { ...TEST_ORIGIN, userAgent: "Another browser" };

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let recoveryCodes: readonly string[];

beforeAll(async () => {
  installation = await openTestInstallation("trusted devices");
});
afterAll(() => installation.close());
beforeEach(async () => {
  ({ ada, phone, recoveryCodes } = await openTrial(installation));
  await ada.choose("once_per_device", phone);
});

/** The same device as it was: what somebody who copies it holds. */
function copyOf(device: AccountScenario): AccountScenario {
  const copy = device.through(installation.deps);
  copy.browserTokens = [];
  return copy;
}

async function listed(device: AccountScenario = ada) {
  const { subject, deviceTokens } = device;
  return listTrustedDevices(installation.deps, { subject, deviceTokens });
}

const signedIn = { outcome: "signed_in", isTrusted: true };
const asked = { outcome: "second_step" };

describe("a trusted device", () => {
  it("R-058: is one whose owner chose it at a second step, and no other", async () => {
    granted(await ada.answer(await ada.beginSignIn(), phone));
    expect(await ada.signIn()).toMatchObject(asked);
    installation.clock.advance(STEP);
    await ada.trustDevice(phone);
    expect(await ada.signIn()).toMatchObject(signedIn);
    expect(await ada.stranger().signIn()).toMatchObject(asked);
  });

  it("R-058: is made by nothing where the setting asks every time, or never", async () => {
    await ada.choose("every_time");
    const step = await ada.beginSignIn();
    const done = granted(await ada.answer(step, phone, phone.code(), true));
    expect(done.trustedDevice).toBeUndefined();
    expect([ada.deviceTokens, await listed()]).toEqual([[], []]);
    installation.clock.advance(STEP);
    await ada.choose("off", phone);
    expect(await ada.signIn()).toMatchObject({ isTrusted: false });
    expect([ada.deviceTokens, await listed()]).toEqual([[], []]);
  });

  it("R-031: is not made by a recovery code", async () => {
    const step = await ada.beginSignIn();
    const code = recoveryCodes[0] ?? "";
    const done = granted(await ada.answerWithRecoveryCode(step, code, true));
    expect([done.trustedDevice, done.deviceTokens]).toEqual([undefined, undefined]);
    expect(await listed()).toEqual([]);
  });

  it("R-061: gets another token at every use, and each serves once", async () => {
    await ada.trustDevice(phone);
    const seen = new Set<string>();
    for (let use = 0; use < 5; use += 1) {
      seen.add(ada.deviceTokens[0] ?? "");
      expect(await ada.signIn()).toMatchObject(signedIn);
    }
    expect(seen.size).toBe(5);
    expect(ada.deviceTokens).toHaveLength(1);
  });

  it("R-059: is trusted for 30 days from then on, however much it is used", async () => {
    await ada.trustDevice(phone);
    installation.clock.advance(TRUSTED_DEVICE_MILLIS - STEP - 1);
    expect(await ada.signIn()).toMatchObject(signedIn);
    expect(await listed()).toHaveLength(1);
    installation.clock.advance(1);
    expect(await listed()).toEqual([]);
    expect(await ada.signIn()).toMatchObject(asked);
    expect(ada.deviceTokens).toEqual([]);
  });

  it("R-059: is one of ten: the one trusted longest ago goes first", async () => {
    await ada.trustDevice(phone);
    const others = [];
    for (let each = 0; each < MAX_TRUSTED_DEVICES; each += 1) {
      const other = ada.stranger();
      await other.trustDevice(phone);
      others.push(other);
    }
    expect(await listed()).toHaveLength(MAX_TRUSTED_DEVICES);
    expect(await ada.signIn()).toMatchObject(asked);
    expect(await others[0]?.signIn()).toMatchObject(signedIn);
  });

  it("R-059: is listed by what its owner knows it by, with no part of its token", async () => {
    await ada.trustDevice(phone);
    installation.clock.advance(60_000);
    const old = ada.deviceTokens[0] ?? "";
    granted(await ada.signIn({ origin: { ...TEST_ORIGIN, ip: "203.0.113.5" } }));
    const [device] = await listed();
    expect(device).toMatchObject({
      id: expect.stringMatching(/^dev_/),
      isCurrent: true,
      ip: "203.0.113.5",
      userAgent: "Test browser",
      usedAtMillis: installation.clock.nowMillis(),
    });
    const rows = JSON.stringify(installation.rows.all());
    const tokens = [old, ada.deviceTokens[0] ?? ""].map(parseDeviceToken);
    const secrets = tokens.flatMap((token) => [token?.series ?? "", token?.secret ?? ""]);
    expect(secrets.filter((secret) => rows.includes(secret))).toEqual([]);
    expect((await listed(ada.stranger()))[0]).toMatchObject({ isCurrent: false });
  });

  it("is trusted once: trusting it again ends what it held before", async () => {
    await ada.trustDevice(phone);
    const copy = copyOf(ada);
    ada.deviceTokens = [...ada.deviceTokens, "twl_device_of_nobody"];
    const again = ada.stranger();
    const step = await again.beginSignIn();
    again.deviceTokens = copy.deviceTokens;
    granted(await again.answer(step, phone, phone.code(), true));
    expect(await listed()).toHaveLength(1);
    expect(await again.signIn()).toMatchObject(signedIn);
    expect(await copy.signIn()).toMatchObject(asked);
    expect(await listed()).toHaveLength(1);
  });
});

describe("tokens that are not good", () => {
  beforeEach(() => ada.trustDevice(phone));

  const [prefix, tag, secret] = [11, 12, 43];

  it.each([
    ["in its mark", 0, prefix],
    ["in what stays", 0, prefix + tag + 1],
    ["at the start of what is replaced", -1, -secret],
    ["at its end", -1, -1],
  ])("R-058: open nothing with one sign changed %s", async (_, change, at) => {
    const [token = ""] = ada.deviceTokens;
    const forger = ada.stranger();
    const signs = [...token];
    const index = at < 0 ? signs.length + at : at;
    signs[index] = signs[index] === "a" ? "b" : "a";
    forger.deviceTokens = [signs.join("")];
    expect(await forger.signIn()).toMatchObject(asked);
    // Whoever knows what stays had the device's token: that is told apart from what was made up.
    expect(await listed()).toHaveLength(1 + change);
  });

  it("R-058: open no other account, however they are put together", async () => {
    const { ada: eve, phone: evesPhone } = await openTrial(installation);
    await eve.choose("once_per_device", evesPhone);
    await eve.trustDevice(evesPhone);
    const [own = "", eves = ""] = [ada.deviceTokens[0], eve.deviceTokens[0]];
    const forgeries = [
      eves,
      // Ada's mark on Eve's secrets, and the other way round.
      own.slice(0, prefix + tag) + eves.slice(prefix + tag),
      own.slice(0, -secret) + eves.slice(-secret),
    ];
    for (const forgery of forgeries.slice(0, 2)) {
      const forger = ada.stranger();
      forger.deviceTokens = [forgery];
      expect(await forger.signIn()).toMatchObject(asked);
    }
    expect(await eve.signIn()).toMatchObject(signedIn);
    expect(await ada.signIn()).toMatchObject(signedIn);
    const forger = ada.stranger();
    forger.deviceTokens = [forgeries[2] ?? ""];
    expect(await forger.signIn()).toMatchObject(asked);
  });

  it("of another account in the same browser are left alone, and serve it", async () => {
    const { ada: eve, phone: evesPhone } = await openTrial(installation);
    await eve.choose("once_per_device", evesPhone);
    const shared = ada.deviceTokens;
    eve.deviceTokens = shared;
    await eve.trustDevice(evesPhone);
    expect(eve.deviceTokens).toEqual([expect.any(String), ...shared]);
    ada.deviceTokens = eve.deviceTokens;
    expect(await ada.signIn()).toMatchObject(signedIn);
    eve.deviceTokens = ada.deviceTokens;
    expect(await eve.signIn()).toMatchObject(signedIn);
    expect(eve.deviceTokens).toHaveLength(2);
  });

  it("are dropped when they are refused, those of others kept, so that nothing asks twice", async () => {
    const { ada: eve, phone: evesPhone } = await openTrial(installation);
    await eve.choose("once_per_device", evesPhone);
    await eve.trustDevice(evesPhone);
    ada.deviceTokens = [...ada.deviceTokens, ...eve.deviceTokens];
    const { deps } = installation;
    await deps.unitOfWork.write((stores) => stores.trustedDevices.forget(ada.subject));
    expect(await ada.signIn()).toMatchObject(asked);
    expect(ada.deviceTokens).toEqual(eve.deviceTokens);
    const again = await ada.signIn();
    expect(again).toMatchObject({ ...asked, deviceTokens: undefined });
  });

  it("R-050: are not looked at behind a wrong password: nothing is told, changed or lost", async () => {
    const before = installation.rows.all()["trusted_device"];
    const held = ada.deviceTokens;
    const withDevice = await ada.signIn({ password: "wrong" });
    const without = await ada.stranger().signIn({ password: "wrong" });
    expect(withDevice).toEqual(without);
    expect(installation.rows.all()["trusted_device"]).toEqual(before);
    const thief = copyOf(ada);
    granted(await ada.signIn());
    expect(await thief.signIn({ password: "wrong", origin: ELSEWHERE })).toEqual(without);
    expect(await listed()).toHaveLength(1);
    expect(ada.deviceTokens).not.toEqual(held);
    expect(await ada.signIn()).toMatchObject(signedIn);
  });
});

describe("R-061: a token that was replaced", () => {
  beforeEach(() => ada.trustDevice(phone));

  it("brings the same successor to a second tab, or to a retry, within ten seconds", async () => {
    const tab = copyOf(ada);
    const retry = copyOf(ada);
    granted(await ada.signIn());
    expect(await tab.signIn()).toMatchObject(signedIn);
    expect(tab.deviceTokens).toEqual(ada.deviceTokens);
    installation.clock.advance(ROTATION_GRACE_MILLIS - 1);
    expect(await retry.signIn()).toMatchObject(signedIn);
    expect(retry.deviceTokens).toEqual(ada.deviceTokens);
    expect(await ada.signIn()).toMatchObject(signedIn);
  });

  it.each([
    ["ten seconds later", TEST_ORIGIN, ROTATION_GRACE_MILLIS],
    ["at once, from another address", ELSEWHERE, 0],
    ["at once, from another browser", OTHER_BROWSER, 0],
    ["after days", TEST_ORIGIN, 3 * 86_400_000],
  ])("ends the trust %s", async (_, origin, wait) => {
    const thief = copyOf(ada);
    granted(await ada.signIn());
    installation.clock.advance(wait);
    expect(await thief.signIn({ origin })).toMatchObject(asked);
    expect(thief.deviceTokens).toEqual([]);
    expect(await listed()).toEqual([]);
    expect(await ada.signIn()).toMatchObject(asked);
  });

  it("ends it too when the thief was faster than the owner", async () => {
    const thief = copyOf(ada);
    expect(await thief.signIn({ origin: ELSEWHERE })).toMatchObject(signedIn);
    installation.clock.advance(STEP);
    expect(await ada.signIn()).toMatchObject(asked);
    expect(await thief.signIn({ origin: ELSEWHERE })).toMatchObject(asked);
  });

  it("is told apart from the one before it even within the ten seconds", async () => {
    const oldest = copyOf(ada);
    granted(await ada.signIn());
    granted(await ada.signIn());
    expect(await oldest.signIn()).toMatchObject(asked);
    expect(await listed()).toEqual([]);
  });

  it("of a device whose 30 days are over is no theft", async () => {
    const old = copyOf(ada);
    granted(await ada.signIn());
    installation.clock.advance(TRUSTED_DEVICE_MILLIS);
    const before = installation.rows.events().length;
    expect(await old.signIn()).toMatchObject(asked);
    const made = installation.rows.events().slice(before);
    expect(made.map(({ type }) => type)).toEqual(["sign_in.password"]);
  });
});

describe("what trust must not lead past", () => {
  beforeEach(() => ada.trustDevice(phone));

  it("R-037: a retired password asks for the second step on every device", async () => {
    const { deps, clock } = installation;
    await deps.unitOfWork.write((stores) =>
      stores.passwordDoubts.retire(ada.subject, clock.nowMillis()),
    );
    // Where it is offered tells nothing: a thief sees what there was to see before.
    expect(await ada.signIn()).toMatchObject({ ...asked, described: { canTrustDevice: true } });
    const step = await ada.beginSignIn();
    const done = granted(await ada.answer(step, phone, phone.code(), true));
    expect(done.trustedDevice).toBeUndefined();
  });

  it("R-093: after a replacement no device is trusted, nor can one be while acts are held", async () => {
    const { deps, clock } = installation;
    const nowMillis = clock.nowMillis();
    const replacement = {
      ...ada.subject,
      id: `rpl_${ada.subject.subjectId}`,
      factorId: phone.factorId,
      tokenDigest: `digest ${ada.subject.subjectId}`,
      requestedAtMillis: nowMillis,
      readyAtMillis: nowMillis,
      expiresAtMillis: nowMillis + STEP,
      ip: TEST_ORIGIN.ip,
    };
    await deps.unitOfWork.write(async ({ replacements }) => {
      await replacements.insert(replacement, { nowMillis, staleBeforeMillis: 0 });
      await replacements.complete(ada.subject, { ...replacement, nowMillis });
    });
    expect(await ada.signIn()).toMatchObject({ ...asked, described: { canTrustDevice: true } });
    const step = await ada.beginSignIn();
    const done = granted(await ada.answer(step, phone, phone.code(), true));
    expect(done.trustedDevice).toBeUndefined();
    clock.advance(24 * 60 * 60_000);
    await ada.trustDevice(phone);
  });

  it("R-041: while somebody sprays, strangers are held as before, and no device goes unasked more", async () => {
    const { deps, clock } = installation;
    const nowMillis = clock.nowMillis();
    await deps.unitOfWork.write((stores) => stores.spraying.raise(nowMillis, nowMillis + STEP));
    const stranger = ada.stranger();
    stranger.deviceTokens = [(ada.deviceTokens[0] ?? "").replace(/.$/, "")];
    for (let guess = 0; guess < 5; guess += 1) {
      const step = await stranger.beginSignIn();
      await stranger.answer(step, phone, phone.wrongCode());
    }
    const blocked = await stranger.answer(await stranger.beginSignIn(), phone);
    expect(blocked).toMatchObject({ reason: "too_many_attempts" });
    expect(await ada.signIn()).toMatchObject(signedIn);
  });

  it("R-036: a trusted sign-in takes nothing back from any budget", async () => {
    const stranger = ada.stranger();
    await stranger.answer(await stranger.beginSignIn(), phone, phone.wrongCode());
    const counts = async () =>
      Promise.all(
        (["code", "recognised_code", "behind_password"] as const).map((lane) => ada.counted(lane)),
      );
    const before = await counts();
    expect(await ada.signIn()).toMatchObject(signedIn);
    expect(await counts()).toEqual(before);
    expect(before).toEqual([1, 0, 1]);
  });
});

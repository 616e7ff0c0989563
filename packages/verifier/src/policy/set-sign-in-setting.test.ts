import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  signUpAccount,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StepUpDemand } from "../step-up/spend-proof.ts";
import { listTrustedDevices } from "../trusted-device/list-trusted-devices.ts";
import { describeSecurity } from "./describe-security.ts";
import { setSignInSetting } from "./set-sign-in-setting.ts";
import { isTwoFactorEnabled, isWeaker, type SignInSetting } from "./sign-in-setting.ts";

const DISABLE = { action: "account.two_factor.disable" };
const WEAKEN = { action: "account.sign_in_setting.weaken" };

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;

beforeAll(async () => {
  installation = await openTestInstallation("settings");
});

afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone } = await openTrial(installation));
});

function set(value: SignInSetting, demand: StepUpDemand = ada.demand(DISABLE)) {
  return setSignInSetting(installation.deps, { demand, value, origin: TEST_ORIGIN });
}

async function security() {
  return describeSecurity(installation.deps, ada.subject);
}

describe("the sign-in setting", () => {
  it("needs a proof to be turned off, and keeps the factors and codes", async () => {
    expect(await set("off")).toEqual({ outcome: "refused", reason: "step_up_required" });
    expect(await set("off", await ada.prove(ada.demand(DISABLE), phone))).toEqual({
      outcome: "set",
    });
    expect(await security()).toMatchObject({
      isEnabled: false,
      signInSetting: "off",
      factors: [{ id: phone.factorId, status: "active", isDefault: true }],
      recoveryCodes: { remaining: 8 },
    });
    expect(await ada.elsewhere()).toMatchObject({ session: { amr: ["pwd"] } });
  });

  it("is turned on again without proof, for it only asks more often", async () => {
    granted(await set("off", await ada.prove(ada.demand(DISABLE), phone)));
    expect(await set("every_time")).toEqual({ outcome: "set" });
    expect(await security()).toMatchObject({ isEnabled: true, signInSetting: "every_time" });
    expect(await ada.beginSignIn()).toMatchObject({ ticket: expect.any(String) });
  });

  it("needs a proof to ask once per device instead of every time, and none the other way", async () => {
    const { signInSetting } = await security();
    expect(await set("once_per_device", ada.demand(WEAKEN))).toEqual({
      outcome: "refused",
      reason: "step_up_required",
    });
    expect((await security()).signInSetting).toBe(signInSetting);
    const demand = await ada.prove(ada.demand(WEAKEN), phone);
    expect(await set("once_per_device", demand)).toEqual({ outcome: "set" });
    expect(await security()).toMatchObject({ isEnabled: true, signInSetting: "once_per_device" });
    expect(await set("every_time", ada.demand(WEAKEN))).toEqual({ outcome: "set" });
  });

  it("needs none to ask once per device where nothing was asked, but one to ask nothing again", async () => {
    granted(await set("off", await ada.prove(ada.demand(DISABLE), phone)));
    expect(await set("once_per_device", ada.demand(WEAKEN))).toEqual({ outcome: "set" });
    expect(await set("once_per_device", ada.demand(WEAKEN))).toEqual({ outcome: "set" });
    expect(await set("off")).toEqual({ outcome: "refused", reason: "step_up_required" });
  });

  it.each([
    ["off", ["off"]],
    ["once_per_device", ["off", "once_per_device"]],
    ["every_time", ["off", "once_per_device", "every_time"]],
  ] as const)("%s asks as often as %j or more often", (setting, others) => {
    const settings = ["off", "once_per_device", "every_time"] as const;
    const weaker = settings.filter((than) => isWeaker(setting, than));
    expect(weaker).toEqual(settings.filter((than) => !others.some((other) => other === than)));
  });

  it("enables two-factor authentication where there is something to ask for", () => {
    expect(isTwoFactorEnabled("every_time", 1)).toBe(true);
    expect(isTwoFactorEnabled("once_per_device", 2)).toBe(true);
    expect(isTwoFactorEnabled("every_time", 0)).toBe(false);
    expect(isTwoFactorEnabled("off", 1)).toBe(false);
  });

  it("counts as weaker where it is not known what it was", () => {
    expect(isWeaker("every_time", undefined as never)).toBe(true);
  });

  it("is no reason for a proof when it is off already", async () => {
    granted(await set("off", await ada.prove(ada.demand(DISABLE), phone)));
    expect(await set("off")).toEqual({ outcome: "set" });
  });

  it("spends no proof on what needs none", async () => {
    const proved = await ada.prove(ada.demand(DISABLE), phone);
    expect(await set("every_time", proved)).toEqual({ outcome: "set" });
    expect(await set("off", proved)).toEqual({ outcome: "set" });
  });

  it("tells whoever announces it from what to what, and nothing where nothing changes", async () => {
    const told: unknown[] = [];
    const demand = await ada.prove(ada.demand(WEAKEN), phone);
    const { deps } = installation;
    for (const value of ["once_per_device", "once_per_device", "every_time"] as const) {
      const input = { demand, value, origin: TEST_ORIGIN };
      granted(
        await setSignInSetting(deps, input, async (_stores, changed) => void told.push(changed)),
      );
    }
    const atMillis = installation.clock.nowMillis();
    expect(told).toEqual([
      { from: "every_time", to: "once_per_device", atMillis },
      { from: "once_per_device", to: "every_time", atMillis },
    ]);
  });

  it("ends the trust in devices when it changes, and not when it stays", async () => {
    await ada.choose("once_per_device", phone);
    await ada.trustDevice(phone);
    const { deviceTokens, subject } = ada;
    const devices = () => listTrustedDevices(installation.deps, { subject, deviceTokens });
    granted(await set("once_per_device"));
    expect(await devices()).toHaveLength(1);
    granted(await set("every_time"));
    expect(await devices()).toEqual([]);
  });

  it("is refused where there is nothing to ask for: no factor, or one that is not confirmed", async () => {
    const bob = await signUpAccount(installation, "bob@example.org");
    const refused = { outcome: "refused", reason: "no_factor" };
    expect(await set("every_time", bob.demand(DISABLE))).toEqual(refused);
    await bob.enrol();
    expect(await set("every_time", bob.demand(DISABLE))).toEqual(refused);
    expect(await describeSecurity(installation.deps, bob.subject)).toMatchObject({
      isEnabled: false,
      signInSetting: "off",
    });
  });

  it("is the account's own", async () => {
    const { ada: eve } = await openTrial(installation);
    granted(await set("off", await ada.prove(ada.demand(DISABLE), phone)));
    const seen = await describeSecurity(installation.deps, eve.subject);
    expect(seen).toMatchObject({ isEnabled: true });
  });
});

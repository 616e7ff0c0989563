import {
  type AccountScenario,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listTrustedDevices } from "./list-trusted-devices.ts";
import { revokeAllTrustedDevices, revokeTrustedDevice } from "./revoke-trusted-device.ts";

let installation: TestInstallation;
let ada: AccountScenario;
let laptop: AccountScenario;

beforeAll(async () => {
  installation = await openTestInstallation("revoked devices");
});
afterAll(() => installation.close());
beforeEach(async () => {
  const trial = await openTrial(installation);
  ({ ada } = trial);
  laptop = ada.stranger();
  await ada.choose("once_per_device", trial.phone);
  await ada.trustDevice(trial.phone);
  await laptop.trustDevice(trial.phone);
});

function listed(by = ada) {
  const { deviceTokens, subject } = by;
  return listTrustedDevices(installation.deps, { subject, deviceTokens });
}

const by = () => ({ subject: ada.subject, sessionId: ada.session.id, origin: TEST_ORIGIN });
const revoke = (deviceId: string) => revokeTrustedDevice(installation.deps, { ...by(), deviceId });

describe("ending the trust", () => {
  it("R-059: in one device leaves the others, and happens once", async () => {
    const devices = await listed();
    expect(devices.map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
    const [other, own] = devices;
    expect(await revoke(other!.id)).toEqual({ outcome: "revoked" });
    expect(await revoke(other!.id)).toEqual({ outcome: "refused", reason: "not_found" });
    expect((await listed()).map(({ id }) => id)).toEqual([own!.id]);
    expect(await laptop.signIn()).toMatchObject({ outcome: "second_step" });
    expect(await ada.signIn()).toMatchObject({ outcome: "signed_in" });
  });

  it("R-059: in all of them leaves none, and is done where there is none", async () => {
    for (let times = 0; times < 2; times += 1) {
      expect(await revokeAllTrustedDevices(installation.deps, by())).toEqual({
        outcome: "revoked",
      });
      expect(await listed()).toEqual([]);
    }
    expect(installation.rows.events().at(-1)).toMatchObject({
      type: "trusted_device.all_revoked",
      sessionId: ada.session.id,
    });
  });

  it("R-059: is for its owner: another's device is as absent as an unknown one", async () => {
    const [device] = await listed();
    const { ada: eve } = await openTrial(installation);
    const input = { subject: eve.subject, sessionId: eve.session.id, origin: TEST_ORIGIN };
    const ended = await revokeTrustedDevice(installation.deps, { ...input, deviceId: device!.id });
    expect(ended).toEqual({ outcome: "refused", reason: "not_found" });
    expect(await listed()).toHaveLength(2);
  });
});

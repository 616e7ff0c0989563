import {
  type AccountScenario,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestInstallation,
  watchPorts,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { admitTrustedDevice } from "./admit-trusted-device.ts";

let installation: TestInstallation;
let ada: AccountScenario;

beforeAll(async () => {
  installation = await openTestInstallation("rotated meanwhile");
});
afterAll(() => installation.close());
beforeEach(async () => {
  const trial = await openTrial(installation);
  ({ ada } = trial);
  await ada.choose("once_per_device", trial.phone);
  await ada.trustDevice(trial.phone);
});

function admit(
  deviceTokens: readonly string[] | undefined = ada.deviceTokens,
  deps = installation.deps,
) {
  const { subject } = ada;
  const nowMillis = installation.clock.nowMillis();
  const presented = { subject, deviceTokens, origin: TEST_ORIGIN, nowMillis };
  return deps.unitOfWork.write((stores) => admitTrustedDevice(deps, stores, presented));
}

describe("a device that shows its token", () => {
  it("is asked when it has none, and keeps the tokens of others", async () => {
    expect(await admit([])).toEqual({ outcome: "untrusted", deviceTokens: undefined });
    const others = [`twl_device_${"o".repeat(12)}_${"a".repeat(26)}_${"s".repeat(43)}`];
    expect(await admit(others)).toEqual({ outcome: "untrusted", deviceTokens: undefined });
  });

  it("R-061: is asked, and drops the token, when another process was faster in this moment", async () => {
    const deps = watchPorts(installation.deps, (call) =>
      call === "stores.trustedDevices.rotate" ? "answers_nothing" : "done",
    );
    expect(await admit(ada.deviceTokens, deps)).toEqual({ outcome: "untrusted", deviceTokens: [] });
    expect(await admit()).toMatchObject({ outcome: "trusted" });
  });

  it("R-061: gets the same successor for the token before, from the same client", async () => {
    const before = ada.deviceTokens;
    const first = await admit(before);
    const again = await admit(before);
    expect(first).toMatchObject({ outcome: "trusted", deviceTokens: [expect.any(String)] });
    expect(again.deviceTokens).toEqual(first.deviceTokens);
  });

  it("R-061: keeps what it has where the successor cannot be made again", async () => {
    const before = ada.deviceTokens;
    await admit(before);
    const { tokenHash } = installation.deps;
    // The installation's key was changed since; marks are made by it too, and stay here for the test.
    const changed = {
      digest: (text: string) => tokenHash.digest(text),
      keyed: (purpose: string, text: string) =>
        tokenHash.keyed(purpose, purpose.endsWith("-tag") ? text : `changed ${text}`),
    };
    const deps = { ...installation.deps, tokenHash: changed };
    expect(await admit(before, deps)).toMatchObject({
      outcome: "trusted",
      device: { subjectId: ada.subject.subjectId },
      deviceTokens: undefined,
    });
  });
});

import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  type TestAuthenticator,
  type TestInstallation,
  watchPorts,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isProtected, listProvingKinds } from "../factor/second-factors.ts";
import { describeSecurity } from "../policy/describe-security.ts";
import { listTrustedDevices } from "../trusted-device/list-trusted-devices.ts";

const STEP = 30_000;
const DAY = 24 * 60 * 60_000;

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let tablet: TestAuthenticator;
let recoveryCodes: readonly string[];

beforeAll(async () => {
  installation = await openTestInstallation("failures");
});
afterAll(() => installation.close());
beforeEach(async () => {
  ({ ada, phone, recoveryCodes } = await openTrial(installation));
  ({ authenticator: tablet } = await ada.addAuthenticator("Tablet", phone));
});

/** Fails at the phone so often, ten times a day. */
async function fail(times: number): Promise<void> {
  for (let each = 0; each < times; each += 1) {
    if (each % 10 === 0) installation.clock.advance(DAY);
    const step = await ada.beginSignIn();
    const ended = await ada.answer(step, phone, phone.wrongCode());
    expect(ended).toMatchObject({ reason: "invalid_code" });
  }
}

const stateOf = async ({ factorId }: TestAuthenticator) => {
  const found = await installation.deps.unitOfWork.read((stores) =>
    stores.totp.find(ada.subject, factorId),
  );
  return { status: found?.status, failures: found?.consecutiveFailures };
};

const signIn = async (authenticator: TestAuthenticator, code = authenticator.code()) =>
  ada.answer(await ada.beginSignIn(), authenticator, code);

const disablings = () =>
  installation.rows
    .events()
    .filter(
      ({ type, subjectId }) =>
        type === "throttle.factor_disabled" && subjectId === ada.subject.subjectId,
    );

describe("wrong codes in a row", () => {
  it("R-037: disable an authenticator at 50, and nothing else", async () => {
    await fail(49);
    expect(await stateOf(phone)).toEqual({ status: "active", failures: 49 });
    await fail(1);
    expect(await stateOf(phone)).toEqual({ status: "disabled", failures: 50 });
    expect(disablings()).toMatchObject([{ factorId: phone.factorId, outcome: "allowed" }]);

    installation.clock.advance(DAY);
    expect(await signIn(phone)).toMatchObject({ reason: "not_found" });
    granted(await signIn(tablet));
    granted(await ada.answerWithRecoveryCode(await ada.beginSignIn(), recoveryCodes[0] ?? ""));
    const { factors } = await describeSecurity(installation.deps, ada.subject);
    expect(factors.map(({ label, status, isDefault }) => [label, status, isDefault])).toEqual([
      ["Phone", "disabled", false],
      ["Tablet", "active", true],
    ]);
  });

  it("R-037: disable an authenticator, and end the trust in devices with it", async () => {
    await ada.choose("once_per_device", phone);
    await ada.trustDevice(phone);
    const { deps } = installation;
    const { deviceTokens, subject } = ada;
    const devices = () => listTrustedDevices(deps, { subject, deviceTokens });
    ada = await ada.elsewhere(tablet);
    await fail(49);
    expect(await devices()).toHaveLength(1);
    await fail(1);
    expect(await devices()).toEqual([]);
  });

  it("R-037: end with a right code", async () => {
    await fail(40);
    installation.clock.advance(DAY);
    granted(await signIn(tablet));
    expect(await stateOf(phone)).toEqual({ status: "active", failures: 40 });
    installation.clock.advance(DAY);
    granted(await signIn(phone));
    expect(await stateOf(phone)).toEqual({ status: "active", failures: 0 });
  });

  it.each([0, 35])("R-037: are none: replays and slow clocks, after %i", async (before) => {
    const right = phone.code();
    granted(await signIn(phone, right));
    await fail(before);
    installation.clock.advance(31 * DAY);
    const spent = phone.code();
    granted(await signIn(phone, spent));
    await fail(before);
    expect(await signIn(phone, phone.code(-2))).toMatchObject({ reason: "invalid_code" });
    expect(await signIn(phone, phone.code(3))).toMatchObject({ reason: "invalid_code" });
    expect((await stateOf(phone)).failures).toBe(before);
  });

  it.each([0, 30, 35])("R-037: are none: faults of ours, after %i", async (before) => {
    await fail(before);
    installation.clock.advance(DAY);
    const deps = watchPorts(installation.deps, (call) =>
      call === "secretBox.open" ? "fails" : "done",
    );
    const step = await ada.beginSignIn();
    await expect(ada.through(deps).answer(step, phone)).rejects.toThrow("secretBox.open");
    expect(await stateOf(phone)).toEqual({ status: "active", failures: before });
    expect(await ada.answer(step, phone)).toMatchObject({ outcome: "signed_in" });
  });

  it("R-037: that are replays near the end of the row stay none", async () => {
    const { authenticator: spare } = await ada.addAuthenticator("Spare", tablet);
    await fail(45);
    installation.clock.advance(DAY);
    const code = phone.code();
    const first = await ada.beginSignIn();
    const second = await ada.beginSignIn();
    const both = await Promise.all([
      ada.answer(first, phone, code),
      ada.answer(second, phone, code),
    ]);
    expect(both.map((each) => ("reason" in each ? each.reason : each.outcome)).toSorted()).toEqual([
      "code_already_used",
      "signed_in",
    ]);
    expect(await stateOf(phone)).toEqual({ status: "active", failures: 0 });
    installation.clock.advance(STEP);
    granted(await signIn(spare));
  });

  it("R-037: of many together let no more than 50 be compared", async () => {
    await fail(45);
    installation.clock.advance(DAY);
    const steps = await Promise.all(Array.from({ length: 4 }, () => ada.beginSignIn()));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        ada.answer(steps[index % 4]!, phone, phone.wrongCode()),
      ),
    );
    const reasons = answers.map((each) => ("reason" in each ? each.reason : each.outcome));
    expect(reasons.filter((reason) => reason === "invalid_code")).toHaveLength(5);
    expect(await stateOf(phone)).toEqual({ status: "disabled", failures: 50 });
    expect(disablings()).toHaveLength(1);
  });

  it("R-037: leave the account protected when its only authenticator is disabled", async () => {
    const trial = await openTrial(installation);
    ({ ada, phone, recoveryCodes } = trial);
    await fail(50);
    const { deps } = installation;
    const state = await describeSecurity(deps, ada.subject);
    expect(state.isEnabled).toBe(true);
    await deps.unitOfWork.read(async (stores) => {
      expect(await isProtected(deps, stores, ada.subject)).toBe(true);
      expect(await listProvingKinds(deps, stores, ada.subject)).toEqual(["totp"]);
    });
    // The password does not stand in: only a recovery code lets in, to set up a new one.
    installation.clock.advance(DAY);
    const rescued = await ada.recover(recoveryCodes[1] ?? "");
    const fresh = await rescued.enrol("New phone");
    expect(await rescued.confirm(fresh)).toMatchObject({ outcome: "confirmed" });
  });
});

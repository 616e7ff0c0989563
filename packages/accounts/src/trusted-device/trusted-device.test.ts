import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  TEST_ORIGIN,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { listTrustedDevices, requestReplacement, suspendFactor } from "@twinlatch/verifier";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findSession } from "../session/find-session.ts";
import { authenticationContext, isFullSession, isTrustedSession } from "../session/session.ts";

const STEP = 30_000;
const origin = TEST_ORIGIN;
const ELSEWHERE = { ...TEST_ORIGIN, ip: "198.51.100.9" };
const refused = (reason: string) => ({ outcome: "refused", reason });

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;

beforeAll(async () => {
  installation = await openTestInstallation("trusted sign-ins");
});
afterAll(() => installation.close());
beforeEach(async () => {
  ({ ada, phone } = await openTrial(installation));
  await ada.choose("once_per_device", phone);
});

/** Ada in a session that her trusted device began. */
async function signInTrusted(): Promise<AccountScenario> {
  await ada.trustDevice(phone);
  const first = await ada.signIn();
  if (first.outcome !== "signed_in") throw new Error(`Not signed in: ${first.outcome}`);
  await ada.follow(first.token);
  return ada;
}

async function devices() {
  const { subject, deviceTokens } = ada;
  return listTrustedDevices(installation.deps, { subject, deviceTokens });
}

const isOpen = async ({ token }: AccountScenario) =>
  (await findSession(installation.deps, token)) !== undefined;

/** Mails to Ada since she was last counted, by their subjects. */
async function mailsTo({ email }: AccountScenario, since = 0): Promise<readonly string[]> {
  const { deps } = installation;
  const { notice: notices = [] } = installation.rows.all();
  const oldestFirst = notices.toSorted(
    (one, other) => Number(one["created_at_millis"]) - Number(other["created_at_millis"]),
  );
  const opened = oldestFirst.map((row) => {
    const place = { id: String(row["id"]), accountId: String(row["account_id"]) };
    const { accountId, id } = place;
    const record = `notice/${id}`;
    const sealed = row["sealed_message"];
    if (!(sealed instanceof Uint8Array)) throw new Error("A notice is no bytes");
    return deps.messageBox.open(sealed, {
      projectId: "prj_console",
      subjectId: accountId,
      record,
      field: "message",
    });
  });
  return opened
    .filter(({ to }) => to === email)
    .map(({ subject }) => subject)
    .slice(since);
}

describe("the session that a trusted device begins", () => {
  it("R-051, R-060: is of one factor, and says what stood in for the second", async () => {
    const { session } = await signInTrusted();
    expect(session.amr).toEqual(["pwd", "trusted_device"]);
    expect(authenticationContext(session)).toBe("urn:twinlatch:acr:aal1");
    expect(session.secondFactorAtMillis).toBeUndefined();
    expect([isFullSession(session), isTrustedSession(session)]).toEqual([false, true]);
  });

  it("R-055: proves nothing: every guarded act asks for a code, the password takes the place of none", async () => {
    const { deps } = installation;
    const browser = await signInTrusted();
    const act = { action: "account.factor.suspend", target: phone.factorId };
    const demand = browser.demand(act);
    const suspend = { demand, factorId: phone.factorId, origin };
    expect(await suspendFactor(deps, suspend, async () => {})).toEqual(refused("step_up_required"));
    const challengeId = await browser.openStepUp(demand);
    expect(await browser.answerStepUp(challengeId)).toEqual(refused("kind_not_allowed"));
    expect(await browser.enrolFor(browser.demand({ action: "account.factor.add" }))).toEqual(
      refused("step_up_required"),
    );
    const replace = browser.demand({ action: "account.factor.replace", target: phone.factorId });
    const request = { demand: replace, factorId: phone.factorId, origin };
    expect(await requestReplacement(deps, request, async () => {})).toEqual(
      refused("full_session_required"),
    );
  });

  it("R-051: becomes one of two factors once a code is really given", async () => {
    const browser = await signInTrusted();
    await browser.prove(browser.demand({ action: "account.factor.add" }), phone);
    expect(browser.session.amr).toEqual(["pwd", "trusted_device", "otp", "mfa"]);
    expect(authenticationContext(browser.session)).toBe("urn:twinlatch:acr:aal2");
    expect(isTrustedSession(browser.session)).toBe(false);
  });

  it("R-086: was told of when the device was trusted: once, in place of the new browser", async () => {
    const before = (await mailsTo(ada)).length;
    await ada.stranger().trustDevice(phone);
    expect(await mailsTo(ada, before)).toEqual(["Twinlatch: A device is trusted now"]);
    await ada.trustDevice(phone);
    expect(await mailsTo(ada, before + 1)).toEqual(["Twinlatch: A device is trusted now"]);
    granted(await ada.signIn());
    expect(await mailsTo(ada, before + 2)).toEqual([]);
  });
});

it("R-060: lets somebody in who is asked every time, whatever the box beside the code says", async () => {
  await ada.choose("every_time", phone);
  const step = await ada.beginSignIn();
  const done = granted(await ada.answer(step, phone, phone.code(), true));
  expect(done.trustedDevice).toBeUndefined();
  expect(await devices()).toEqual([]);
});

describe("R-061: a token that somebody copied", () => {
  it("ends every session, every trust and every recognition, and the owner is told", async () => {
    const other = ada.stranger();
    await other.trustDevice(phone);
    const browser = await signInTrusted();
    const thief = browser.through(installation.deps);
    granted(await thief.signIn({ origin: ELSEWHERE }));
    installation.clock.advance(STEP);
    expect([await isOpen(browser), await isOpen(other)]).toEqual([true, true]);
    const before = (await mailsTo(ada)).length;

    const first = await browser.signIn();
    expect(first.outcome).toBe("second_step");
    // What it holds is worth nothing, and is not asked about again.
    expect(browser.deviceTokens).toEqual([]);
    expect([await isOpen(browser), await isOpen(other)]).toEqual([false, false]);
    const { session, recognised_browser: browsers } = installation.rows.all();
    const own = (row: Readonly<Record<string, unknown>>) =>
      Object.values(row).includes(ada.subject.subjectId);
    expect([session?.filter(own), browsers?.filter(own), await devices()]).toEqual([[], [], []]);
    expect(await mailsTo(ada, before)).toEqual([
      "Twinlatch: A trusted device may have been copied",
    ]);
    expect((await other.signIn()).outcome).toBe("second_step");
  });

  it("lets its owner in all the same, with the second step", async () => {
    await ada.trustDevice(phone);
    const copy = ada.through(installation.deps);
    granted(await ada.signIn());
    expect((await copy.signIn({ origin: ELSEWHERE })).outcome).toBe("second_step");
    installation.clock.advance(STEP);
    await ada.trustDevice(phone);
    expect(await ada.signIn()).toMatchObject({ isTrusted: true });
  });
});

describe("R-094: a deleted account", () => {
  it("leaves no trusted device behind", async () => {
    const { ada: eve, phone: evesPhone } = await openTrial(installation);
    await eve.choose("once_per_device", evesPhone);
    await eve.trustDevice(evesPhone);
    await installation.deps.unitOfWork.write((stores) =>
      stores.accounts.erase(eve.session.accountId),
    );
    const left = installation.rows.all()["trusted_device"] ?? [];
    expect(left.filter((row) => row["subject_id"] === eve.session.accountId)).toEqual([]);
    expect(await eve.signIn()).toEqual(refused("invalid_credentials"));
  });
});

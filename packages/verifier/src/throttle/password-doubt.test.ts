import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  PlantedFault,
  type TestAuthenticator,
  type TestInstallation,
  watchPorts,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { trustNewPassword } from "./password-doubt.ts";

const STEP = 30_000;
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const NO_CODE = "1-0000-0000-0000-0000";
const BLOCKED = { outcome: "refused", reason: "too_many_attempts", retryAfterSeconds: 3600 };

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let recoveryCodes: readonly string[];

beforeAll(async () => {
  installation = await openTestInstallation("doubts");
});
afterAll(() => installation.close());
beforeEach(async () => {
  ({ ada, phone, recoveryCodes } = await openTrial(installation));
});

const answer = async (browser: AccountScenario, code: string) =>
  browser.answer(await browser.beginSignIn(), phone, code);
const signIn = (browser: AccountScenario) => answer(browser, phone.code());

async function fail(browser: AccountScenario, times: number): Promise<void> {
  for (let each = 0; each < times; each += 1) {
    expect(await answer(browser, phone.wrongCode())).toMatchObject({ reason: "invalid_code" });
  }
}

/** What Ada was told of, by the part of the record that says so. */
function toldTimes(): number {
  const { notice = [] } = installation.rows.all();
  return notice.filter((row) => row["account_id"] === ada.session.accountId).length;
}

const retirements = () =>
  installation.rows
    .events()
    .filter((event) => event.subjectId === ada.subject.subjectId)
    .filter(({ type }) => type === "throttle.password_retired").length;

const isRetired = () =>
  installation.deps.unitOfWork.read((stores) => stores.passwordDoubts.isRetired(ada.subject));

describe("failures behind the right password, in a browser nobody knows", () => {
  it("R-037: tell the owner at three, once", async () => {
    const before = toldTimes();
    await fail(ada.stranger(), 2);
    expect(toldTimes()).toBe(before);
    await fail(ada.stranger(), 1);
    expect(toldTimes()).toBe(before + 1);
    await fail(ada.stranger(), 4);
    expect(toldTimes()).toBe(before + 1);
    expect(await isRetired()).toBe(false);
  });

  it("R-037: retire the password at ten in 30 days, though the owner signs in every day", async () => {
    const before = toldTimes();
    for (let day = 0; day < 10; day += 1) {
      expect(await isRetired()).toBe(false);
      await fail(ada.stranger(), 1);
      installation.clock.advance(STEP);
      granted(await signIn(ada));
      installation.clock.advance(DAY);
    }
    expect(await isRetired()).toBe(true);
    expect(retirements()).toBe(1);
    expect(toldTimes()).toBe(before + 2);
  });

  it("R-037: retire it whatever the kind of code", async () => {
    await fail(ada.stranger(), 7);
    const stranger = ada.stranger();
    const step = await stranger.beginSignIn();
    for (let each = 0; each < 3; each += 1) await stranger.answerWithRecoveryCode(step, NO_CODE);
    expect(await isRetired()).toBe(true);
  });

  it("R-037: older than 30 days do not count", async () => {
    await fail(ada.stranger(), 9);
    installation.clock.advance(30 * DAY);
    await fail(ada.stranger(), 9);
    expect(await isRetired()).toBe(false);
    await fail(ada.stranger(), 1);
    expect(await isRetired()).toBe(true);
  });

  it("R-037: of a volley let ten be compared, and retire the password once", async () => {
    const strangers = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const stranger = ada.stranger();
        return { stranger, step: await stranger.beginSignIn() };
      }),
    );
    const before = toldTimes();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => {
        const { stranger, step } = strangers[index % 6]!;
        return stranger.answer(step, phone, phone.wrongCode());
      }),
    );
    const compared = answers.filter((each) => "reason" in each && each.reason === "invalid_code");
    expect(compared).toHaveLength(10);
    expect([retirements(), await isRetired()]).toEqual([1, true]);
    // Told that it is retired; that it was doubted only if that was known before.
    expect(toldTimes() - before).toBeLessThanOrEqual(2);
  });

  it("R-037: retire it though the tenth could not be recorded", async () => {
    await fail(ada.stranger(), 9);
    const deps = watchPorts(installation.deps, (call) =>
      call === "stores.audit.append" ? "fails" : "done",
    );
    const stranger = ada.stranger();
    const step = await stranger.beginSignIn();
    await expect(stranger.through(deps).answer(step, phone, phone.wrongCode())).rejects.toThrow(
      PlantedFault,
    );
    expect(await isRetired()).toBe(false);
    installation.clock.advance(HOUR);
    expect(await answer(ada.stranger(), phone.wrongCode())).toEqual(BLOCKED);
    expect([await isRetired(), retirements()]).toEqual([true, 1]);
  });

  it("R-037: are none: replays, slow clocks, what is known, and what is right", async () => {
    const spent = phone.code();
    granted(await signIn(ada));
    for (let each = 0; each < 4; each += 1) {
      expect(await answer(ada.stranger(), spent)).toMatchObject({ reason: "code_already_used" });
    }
    for (const steps of [-3, -2, 2, 3]) {
      expect(await answer(ada.stranger(), phone.code(steps))).toMatchObject({
        reason: "invalid_code",
      });
    }
    await fail(ada, 9);
    installation.clock.advance(HOUR);
    granted(await signIn(ada.stranger()));
    expect(await ada.counted("behind_password")).toBe(0);
    // In the budget a slow clock counts like any wrong code.
    expect(await ada.counted("code")).toBe(4);
  });
});

describe("a retired password", () => {
  beforeEach(() => fail(ada.stranger(), 10));

  it("R-037: opens the second step, where no code of any kind is compared", async () => {
    installation.clock.advance(40 * DAY);
    const stranger = ada.stranger();
    const step = await stranger.beginSignIn();
    expect(await stranger.answer(step, phone)).toEqual(BLOCKED);
    expect(await stranger.answer(step, phone, phone.wrongCode())).toEqual(BLOCKED);
    expect(await stranger.answerWithRecoveryCode(step, recoveryCodes[0] ?? "")).toEqual(BLOCKED);
  });

  it("R-037: still lets its owner in, where nothing but a new one can be set", async () => {
    granted(await signIn(ada));
    const { deps } = installation;
    const digest = deps.tokenHash.digest(ada.token);
    const found = await deps.unitOfWork.read((stores) => stores.sessions.findByTokenDigest(digest));
    expect(found?.account.isPasswordRetired).toBe(true);
  });

  it("R-036, R-037: is trusted again when it is new; the budget of the codes stays", async () => {
    await installation.deps.unitOfWork.write((stores) => trustNewPassword(stores, ada.subject));
    expect(await answer(ada.stranger(), phone.code())).toMatchObject({
      reason: "too_many_attempts",
    });
    installation.clock.advance(HOUR);
    granted(await signIn(ada.stranger()));
    await fail(ada.stranger(), 9);
    expect(await isRetired()).toBe(false);
  });
});

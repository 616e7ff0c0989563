import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  type TestInstallation,
  type Trial,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { noticeSpraying, type SprayingOutcome } from "./notice-spraying.ts";

const HOUR = 60 * 60_000;
const PROJECT = "prj_console";

let installation: TestInstallation;

beforeEach(async () => {
  installation = await openTestInstallation("spraying");
});
afterEach(() => installation.close());

const notice = (): Promise<SprayingOutcome> => noticeSpraying(installation.deps, PROJECT);

const failTimes = async ({ phone }: Trial, browser: AccountScenario, times: number) => {
  const step = await browser.beginSignIn();
  const reasons: unknown[] = [];
  for (let each = 0; each < times; each += 1) {
    const ended = await browser.answer(step, phone, phone.wrongCode());
    reasons.push("reason" in ended ? ended.reason : ended.outcome);
  }
  return reasons;
};

/** So many accounts at which a stranger has failed so often. */
async function spray(accounts: number, failures = 3): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  for (let each = 0; each < accounts; each += 1) {
    const trial = await openTrial(installation);
    await failTimes(trial, trial.ada.stranger(), failures);
    trials.push(trial);
  }
  return trials;
}

const alarms = () =>
  installation.rows.events().filter(({ type }) => type === "throttle.spraying_noticed");

describe("guessing at many accounts", () => {
  it("R-041: is noticed once there are more than ten with three failures in the hour", async () => {
    await spray(10);
    await spray(5, 2);
    expect(await notice()).toEqual({ outcome: "quiet", suspects: 10, threshold: 10 });
    expect(alarms()).toEqual([]);
    await spray(1);
    expect(await notice()).toEqual({ outcome: "raised", suspects: 11, threshold: 10 });
    expect(alarms()).toMatchObject([
      { outcome: "allowed", projectId: PROJECT, subjectId: null, target: "11 accounts", ip: "" },
    ]);
  });

  it("R-041: is noticed by one process of several, and no second time while it lasts", async () => {
    await spray(11);
    const looks = await Promise.all(Array.from({ length: 8 }, notice));
    expect(looks.filter(({ outcome }) => outcome === "raised")).toHaveLength(1);
    installation.clock.advance(HOUR / 2);
    expect((await notice()).outcome).toBe("continues");
    expect(alarms()).toHaveLength(1);
    // An hour after it was last justified it is over, and the next one is another.
    installation.clock.advance(HOUR + HOUR / 2);
    expect((await notice()).outcome).toBe("quiet");
    await spray(11);
    expect((await notice()).outcome).toBe("raised");
    expect(alarms()).toHaveLength(2);
  });

  it("R-041: is measured by what is usual there, to which an alarm does not belong", async () => {
    const start = installation.clock.nowMillis();
    const { unitOfWork } = installation.deps;
    await unitOfWork.write(async ({ spraying }) => {
      for (let hour = 1; hour <= 24; hour += 1) {
        const startMillis = Math.floor(start / HOUR) * HOUR - hour * HOUR;
        await spraying.noteHour({ startMillis, suspects: 4, isAlarmed: false });
        const before = { startMillis: startMillis - 24 * HOUR, suspects: 900, isAlarmed: true };
        await spraying.noteHour(before);
      }
    });
    await spray(11);
    expect(await notice()).toEqual({ outcome: "quiet", suspects: 11, threshold: 20 });
    await spray(10);
    expect(await notice()).toMatchObject({ outcome: "raised", suspects: 21 });
  });

  it("R-041: leaves strangers five guesses a day, and everybody known what they had", async () => {
    const [victim, ...others] = await spray(12);
    const bystander = await openTrial(installation);
    await notice();
    expect(await failTimes(victim!, victim!.ada.stranger(), 4)).toEqual([
      "invalid_code",
      "invalid_code",
      "too_many_attempts",
      "too_many_attempts",
    ]);
    const stranger = bystander.ada.stranger();
    expect((await failTimes(bystander, stranger, 5)).at(-1)).toBe("invalid_code");
    expect(await failTimes(bystander, stranger, 1)).toEqual(["too_many_attempts"]);
    expect((await failTimes(others[0]!, others[0]!.ada, 5)).at(-1)).toBe("invalid_code");
    expect(await failTimes(others[0]!, others[0]!.ada, 1)).toEqual(["invalid_code"]);
    granted(await bystander.ada.answer(await bystander.ada.beginSignIn(), bystander.phone));

    // After the alarm the budget is what it was.
    installation.clock.advance(2 * HOUR);
    expect(await failTimes(bystander, stranger, 3)).toEqual(Array(3).fill("invalid_code"));
  });

  it("R-041: costs a sign-in in a known browser nothing that is written", async () => {
    const { ada, phone } = await openTrial(installation);
    await notice();
    const { spraying_alarm: alarm, suspect_hour: hours } = installation.rows.all();
    granted(await ada.answer(await ada.beginSignIn(), phone));
    const after = installation.rows.all();
    expect([after["spraying_alarm"], after["suspect_hour"]]).toEqual([alarm, hours]);
    expect(await ada.counted("behind_password")).toBe(0);
    expect(after["attempt_budget"]?.some((row) => row["lane"] === "behind_password")).toBe(false);
  });
});

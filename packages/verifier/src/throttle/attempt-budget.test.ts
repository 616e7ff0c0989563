import {
  type AccountScenario,
  granted,
  openTestInstallation,
  openTrial,
  PlantedFault,
  type SecondStep,
  type TestAuthenticator,
  type TestInstallation,
  watchPorts,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rounds } from "../../../../tests/rounds.ts";

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const ADD = { action: "account.factor.add" };
const NO_CODE = "1-0000-0000-0000-0000";

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;
let recoveryCodes: readonly string[];

beforeAll(async () => {
  installation = await openTestInstallation("budgets");
});

afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone, recoveryCodes } = await openTrial(installation));
});

/** A door through which codes are guessed, with a challenge that takes five. */
type Door = (guess: string) => Promise<{ outcome: string }>;

async function signInDoor(authenticator = phone): Promise<Door> {
  const step = await ada.beginSignIn();
  return (guess) => ada.answer(step, authenticator, guess);
}

async function stepUpDoor(browser: AccountScenario, authenticator = phone): Promise<Door> {
  const challengeId = await browser.openStepUp(browser.demand(ADD));
  return (guess) => browser.answerStepUp(challengeId, authenticator, guess);
}

/** Guesses wrong so often, five times a door. */
async function guessWrong(times: number, open: () => Promise<Door> = signInDoor): Promise<void> {
  for (let left = times; left > 0; left -= 5) {
    const guess = await open();
    for (let each = Math.min(5, left); each > 0; each -= 1) await guess(phone.wrongCode());
  }
}

/** Codes that were compared and found wrong, by the record. */
function evaluated(): readonly number[] {
  const { subjectId } = ada.subject;
  return installation.rows
    .events()
    .filter((event) => event.subjectId === subjectId && event.reason === "invalid_code")
    .map((event) => event.atMillis);
}

function blocked(retryAfterSeconds: number) {
  return { outcome: "refused", reason: "too_many_attempts", retryAfterSeconds };
}

describe("the budget of a person", () => {
  it("R-033: is one for all doors, browsers and authenticators", async () => {
    const elsewhere = await ada.elsewhere(phone);
    installation.clock.advance(30_000);
    const { authenticator: tablet } = await ada.addAuthenticator("Tablet", phone);
    const doors = [
      () => signInDoor(),
      () => signInDoor(tablet),
      () => stepUpDoor(ada),
      () => stepUpDoor(elsewhere, tablet),
    ];
    for (const open of doors) await guessWrong(4, open);
    expect(evaluated()).toHaveLength(10);
    for (const open of doors) {
      expect(await (await open())(phone.code())).toEqual(blocked(3600));
    }
  });

  it("R-033: never lets more than 10 an hour, 20 a day and 60 in 30 days be compared", async () => {
    const days = rounds(5, 35);
    const start = installation.clock.nowMillis();
    for (let day = 0; day < days; day += 1) {
      for (const hour of [0, 1, 2, 12]) {
        installation.clock.set(start + day * DAY + hour * HOUR);
        // Or the authenticator would be disabled at its fiftieth wrong code in a row.
        if (hour === 0) await ada.answer(await ada.beginSignIn(), phone);
        await guessWrong(12);
      }
    }
    const times = evaluated();
    const within = (millis: number) =>
      Math.max(
        ...times.map((from) => times.filter((at) => at >= from && at < from + millis).length),
      );
    expect(within(HOUR)).toBe(10);
    expect(within(DAY)).toBe(20);
    expect(within(30 * DAY)).toBe(60);
  });

  it("R-033: has a lane of its own for recovery codes, of the same size", async () => {
    await guessWrong(10);
    const step = await ada.beginSignIn();
    for (let wrong = 0; wrong < 3; wrong += 1) await ada.answerWithRecoveryCode(step, NO_CODE);
    const [code = ""] = recoveryCodes;
    expect(await ada.answerWithRecoveryCode(step, code)).toMatchObject({ outcome: "signed_in" });
    let other: SecondStep | undefined;
    for (let wrong = 0; wrong < 7; wrong += 1) {
      if (wrong % 5 === 0) other = await ada.beginSignIn();
      expect(await ada.answerWithRecoveryCode(other!, NO_CODE)).toMatchObject({
        reason: "invalid_code",
      });
    }
    expect(await ada.answerWithRecoveryCode(other!, NO_CODE)).toEqual(blocked(3600));
    expect(await ada.counted("recovery_code")).toBe(10);
  });

  it("A11: does not grow with the number of authenticators", async () => {
    const tablets: TestAuthenticator[] = [];
    for (const label of ["One", "Two", "Three"]) {
      tablets.push((await ada.addAuthenticator(label, phone)).authenticator);
    }
    for (const tablet of tablets) await guessWrong(5, () => signInDoor(tablet));
    expect(evaluated()).toHaveLength(10);
  });

  it("B24, R-036: is not cleared by a success, here or on another account", async () => {
    const { ada: eve, phone: evesPhone } = await openTrial(installation);
    await guessWrong(9);
    granted(await ada.answer(await ada.beginSignIn(), phone));
    granted(await eve.answer(await eve.beginSignIn(), evesPhone));
    expect(await ada.counted()).toBe(9);
    await guessWrong(9);
    expect(evaluated()).toHaveLength(10);
    installation.clock.advance(HOUR);
    await guessWrong(9);
    granted(await ada.answer(await ada.beginSignIn(), phone));
    await guessWrong(9);
    expect(evaluated()).toHaveLength(20);
    installation.clock.advance(HOUR);
    expect(await (await signInDoor())(phone.code())).toMatchObject({ reason: "too_many_attempts" });
  });

  it("B23: is not cleared by the right password", async () => {
    await guessWrong(10);
    await ada.beginSignIn();
    expect(await (await signInDoor())(phone.code())).toEqual(blocked(3600));
  });

  it("B33: outlives the process", async () => {
    const step = await ada.beginSignIn();
    await guessWrong(10);
    installation = await installation.restart();
    const afterwards = ada.through(installation.deps);
    expect(await afterwards.counted()).toBe(10);
    expect(await afterwards.answer(step, phone)).toEqual(blocked(3600));
  });

  it("is another person's own", async () => {
    const { ada: eve, phone: evesPhone } = await openTrial(installation);
    await guessWrong(10);
    expect(await eve.answer(await eve.beginSignIn(), evesPhone)).toMatchObject({
      outcome: "signed_in",
    });
  });

  it("B25: frees a person after its time, but not the challenge that was open", async () => {
    const old = await ada.beginSignIn();
    await guessWrong(10);
    installation.clock.advance(HOUR - 1);
    expect(await (await signInDoor())(phone.code())).toEqual(blocked(1));
    installation.clock.advance(1);
    expect(await ada.answer(old, phone)).toMatchObject({ reason: "challenge_closed" });
    expect(await (await signInDoor())(phone.code())).toMatchObject({ outcome: "signed_in" });
  });
});

describe("while the budget is spent", () => {
  it("R-040: nothing is compared and right looks like wrong", async () => {
    await guessWrong(10);
    installation.clock.advance(10 * 60_000);
    const calls: string[] = [];
    const deps = watchPorts(installation.deps, (call) => {
      calls.push(call);
      return "done";
    });
    const step = await ada.beginSignIn();
    const { audit_event: _before, ...before } = installation.rows.all();
    for (const code of [phone.code(), phone.wrongCode(), phone.code(-1)]) {
      const ended = await ada.through(deps).answer(step, phone, code);
      expect(ended).toStrictEqual(blocked(50 * 60));
    }
    expect(calls).toContain("stores.attemptBudgets.appendIfWithin");
    expect(calls.filter((call) => /^(hmac|secretBox|codeHasher|stores\.totp)/.test(call))).toEqual(
      [],
    );
    const { audit_event: _after, ...after } = installation.rows.all();
    expect(after).toEqual(before);
  });

  it("R-040: the right code is not spent by being refused", async () => {
    await guessWrong(10);
    installation.clock.advance(HOUR - 1000);
    const code = phone.code();
    expect(await (await signInDoor())(code)).toEqual(blocked(1));
    installation.clock.advance(1000);
    expect(await (await signInDoor())(code)).toMatchObject({ outcome: "signed_in" });
  });
});

/** Ports of which one call fails, and only there. */
function failing(call: string, times = Number.POSITIVE_INFINITY) {
  let failed = 0;
  return watchPorts(installation.deps, (name) => {
    if (name !== call || failed >= times) return "done";
    failed += 1;
    return "fails";
  });
}

describe("an attempt", () => {
  it("R-035: is in the database before anything is compared", async () => {
    const step = await ada.beginSignIn();
    const seen: unknown[] = [];
    const deps = watchPorts(installation.deps, (call) => {
      if (call === "secretBox.open") {
        const { attempt_budget: budgets = [], challenge = [] } = installation.rows.all();
        const { subjectId } = ada.subject;
        const budget = budgets.find(
          (row) => row["subject_id"] === subjectId && row["lane"] === "recognised_code",
        );
        const opened = challenge.find((row) => row["id"] === step.challengeId);
        seen.push([String(budget?.["entries"]).slice(0, 13), opened?.["attempts"]]);
      }
      return "done";
    });
    await ada.through(deps).answer(step, phone, phone.wrongCode());
    expect(seen).toEqual([[String(installation.clock.nowMillis()), 1]]);
  });

  it("R-035: that was wrong stays counted when its event cannot be written", async () => {
    const step = await ada.beginSignIn();
    const broken = ada.through(failing("stores.audit.append"));
    for (let wrong = 1; wrong <= 5; wrong += 1) {
      await expect(broken.answer(step, phone, phone.wrongCode())).rejects.toThrow(PlantedFault);
      expect(await ada.counted()).toBe(wrong);
    }
    expect(await ada.answer(step, phone)).toMatchObject({ reason: "challenge_closed" });
  });

  it.each(["secretBox.open", "stores.totp.find", "hmac"])(
    "R-035: is given back when %s fails, for then nothing was compared",
    async (call) => {
      const step = await ada.beginSignIn();
      const broken = ada.through(failing(call));
      for (let fault = 0; fault < 12; fault += 1) {
        await expect(broken.answer(step, phone)).rejects.toThrow(call);
      }
      expect(await ada.counted()).toBe(0);
      expect(await ada.answer(step, phone)).toMatchObject({ outcome: "signed_in" });
    },
  );

  it.each([
    "stores.challenges.satisfy",
    "stores.totp.advanceStep",
    "stores.sessions.insert",
    "stores.audit.append",
  ])("R-035: that was right is given back, unspent, when %s fails", async (call) => {
    const step = await ada.beginSignIn();
    await expect(ada.through(failing(call)).answer(step, phone)).rejects.toThrow(call);
    expect(await ada.counted()).toBe(0);
    expect(await ada.answer(step, phone)).toMatchObject({ outcome: "signed_in" });
  });

  it("R-035: stays counted when it cannot be given back, and the first fault is told", async () => {
    const step = await ada.beginSignIn();
    const deps = watchPorts(failing("secretBox.open"), (call) =>
      call === "stores.attemptBudgets.remove" ? "fails" : "done",
    );
    await expect(ada.through(deps).answer(step, phone)).rejects.toThrow("secretBox.open");
    expect(await ada.counted()).toBe(1);
    expect(await ada.answer(step, phone)).toMatchObject({ outcome: "signed_in" });
  });

  it("R-035: with a recovery code is given back while the hash queue is full", async () => {
    const step = await ada.beginSignIn();
    const broken = ada.through(failing("codeHasher.verify"));
    const [code = ""] = recoveryCodes;
    for (let fault = 0; fault < 12; fault += 1) {
      await expect(broken.answerWithRecoveryCode(step, code)).rejects.toThrow(PlantedFault);
    }
    expect(await ada.counted("recovery_code")).toBe(0);
    expect(await ada.answerWithRecoveryCode(step, code)).toMatchObject({ outcome: "signed_in" });
  });
});

import {
  type AccountScenario,
  openTestInstallation,
  openTrial,
  type SecondStep,
  type TestAuthenticator,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rounds } from "../../../../tests/rounds.ts";

const ADD = { action: "account.factor.add" };
const ROUNDS = rounds(3, 100);

let installation: TestInstallation;
let ada: AccountScenario;
let phone: TestAuthenticator;

beforeAll(async () => {
  installation = await openTestInstallation("parallel answers");
});

afterAll(() => installation.close());

beforeEach(async () => {
  ({ ada, phone } = await openTrial(installation));
});

function times<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index));
}

/** One after the other: attempts in flight count, so ten at once would wait for each other. */
async function openSignIns(many: number, person = ada): Promise<SecondStep[]> {
  const steps: SecondStep[] = [];
  while (steps.length < many) steps.push(await person.beginSignIn());
  return steps;
}

function count(ended: readonly { outcome: string; reason?: string }[], what: string): number {
  return ended.filter(({ outcome, reason }) => outcome === what || reason === what).length;
}

function sessionsOf({ session: { accountId } }: AccountScenario): number {
  const { session = [] } = installation.rows.all();
  return session.filter((row) => row["account_id"] === accountId).length;
}

describe("fifty parallel posts of one right code", () => {
  it("R-012: on one challenge begin one session", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [step] = await openSignIns(1);
      const code = phone.code();
      const before = sessionsOf(ada);
      const ended = await Promise.all(times(50, () => ada.answer(step!, phone, code)));
      expect(count(ended, "signed_in")).toBe(1);
      expect(sessionsOf(ada)).toBe(Math.min(before + 1, 20));
      installation.clock.advance(30_000);
    }
    expect(await ada.counted()).toBe(0);
  });

  it("R-012: over twenty challenges begin one session", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const steps = await openSignIns(20);
      const code = phone.code();
      const answers = times(50, (index) => ada.answer(steps[index % 20]!, phone, code));
      const ended = await Promise.all(answers);
      expect(count(ended, "signed_in")).toBe(1);
      expect(count(ended, "refused")).toBe(49);
      installation.clock.advance(30_000);
    }
  });

  it("R-010: at sign-in and step-up in two browsers open one door", async () => {
    const elsewhere = await ada.elsewhere(phone);
    installation.clock.advance(30_000);
    const steps = await openSignIns(5);
    const browsers = [ada, elsewhere];
    const challenges = await Promise.all(
      times(10, (index) => {
        const browser = browsers[index % 2]!;
        return browser.openStepUp(browser.demand(ADD));
      }),
    );
    const code = phone.code();
    const ended = await Promise.all([
      ...steps.map((step) => ada.answer(step, phone, code)),
      ...challenges.map((id, index) => browsers[index % 2]!.answerStepUp(id, phone, code)),
    ]);
    expect(count(ended, "signed_in") + count(ended, "approved")).toBe(1);
  });

  it("give back every attempt that lost, so that nobody is locked out by a race", async () => {
    const steps = await openSignIns(2);
    const code = phone.code();
    await Promise.all(times(10, (index) => ada.answer(steps[index % 2]!, phone, code)));
    expect(await ada.counted()).toBe(0);
  });
});

describe("a volley of wrong codes", () => {
  it("R-034, B19: is compared ten times, however many come at once", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { ada: victim, phone: theirs } = await openTrial(installation);
      const steps = await openSignIns(20, victim);
      const ended = await Promise.all(
        times(200, (index) => victim.answer(steps[index % 20]!, theirs, theirs.wrongCode())),
      );
      expect(count(ended, "invalid_code")).toBe(10);
      const { subjectId } = victim.subject;
      const compared = installation.rows
        .events()
        .filter((event) => event.subjectId === subjectId && event.reason === "invalid_code");
      expect(compared).toHaveLength(10);
      expect(await victim.counted()).toBe(10);
    }
  });

  it("R-034: hides no right code behind its tenth", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { ada: victim, phone: theirs } = await openTrial(installation);
      const steps = await openSignIns(20, victim);
      const ended = await Promise.all(
        times(100, (index) => {
          const isRight = index % 25 === 24;
          const code = isRight ? theirs.code() : theirs.wrongCode();
          return victim.answer(steps[index % 20]!, theirs, code);
        }),
      );
      const firstRight = 24;
      expect(count(ended.slice(0, firstRight), "invalid_code")).toBe(10);
      expect(count(ended, "signed_in")).toBe(0);
    }
  });

  it("R-032: on one challenge is compared five times", async () => {
    const [step] = await openSignIns(1);
    const ended = await Promise.all(times(50, () => ada.answer(step!, phone, phone.wrongCode())));
    expect(count(ended, "invalid_code")).toBe(5);
    expect(count(ended, "challenge_closed")).toBe(45);
    expect(await ada.counted()).toBe(5);
  });
});

import {
  openTestInstallation,
  SeededRandom,
  TEST_NOON_MILLIS,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Lane } from "../throttle/lane.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { Challenge } from "./challenge.ts";
import { countAttempt, findAttemptBlock } from "./count-attempt.ts";
import { openChallenge } from "./open-challenge.ts";

const NOW = TEST_NOON_MILLIS;
const MINUTE = 60_000;
const ada = { projectId: "prj", subjectId: "ada" };
const deps = { random: new SeededRandom("attempts") };

let installation: TestInstallation;

beforeEach(async () => {
  installation = await openTestInstallation();
});
afterEach(() => installation.close());

const write = <T>(work: (stores: VerifierStores) => Promise<T>) =>
  installation.deps.unitOfWork.write(work);

/** Wrong codes of the last hour, one a minute, the newest a minute ago. */
function guessed(lane: Lane, times: number) {
  return async ({ attemptBudgets }: VerifierStores): Promise<void> => {
    for (let minute = times; minute > 0; minute -= 1) {
      const attempt = { atMillis: NOW - minute * MINUTE, id: `guess${"abcdefghijk"[minute]}ed` };
      await attemptBudgets.appendIfWithin(ada, lane, attempt, []);
    }
  };
}

const STATES = {
  nothing: async () => {},
  "nine wrong codes": guessed("code", 9),
  "ten wrong codes": guessed("code", 10),
  "ten wrong codes in browsers that are known": guessed("recognised_code", 10),
  "four wrong codes while somebody guesses at many": async (stores: VerifierStores) => {
    await guessed("code", 4)(stores);
    await stores.spraying.raise(NOW, NOW + 1);
  },
  "five wrong codes while somebody guesses at many": async (stores: VerifierStores) => {
    await guessed("code", 5)(stores);
    await stores.spraying.raise(NOW, NOW + 1);
  },
  "a retired password": async ({ passwordDoubts }: VerifierStores) => {
    await passwordDoubts.retire(ada, NOW);
  },
  "nine wrong codes behind the password": guessed("behind_password", 9),
  "ten wrong codes behind the password": guessed("behind_password", 10),
};

async function open(purpose: Challenge["purpose"]): Promise<Challenge> {
  const demand = { ...ada, purpose, boundTo: "ticket:1", kinds: ["totp"], acts: [] } as const;
  return write((stores) => openChallenge(stores, deps.random, demand, NOW));
}

/** What is told before somebody tries, and what trying comes to. */
async function ask(
  state: keyof typeof STATES,
  purpose: Challenge["purpose"],
  isRecognised: boolean,
) {
  await write(STATES[state]);
  const facts = { challenge: await open(purpose), kindLane: "code", isRecognised } as const;
  const now = { ...facts, nowMillis: NOW };
  const told = await write((stores) => findAttemptBlock(stores, now));
  const tried = await write((stores) => countAttempt(deps, stores, now));
  return { told, tried };
}

const waiting = (retryAfterSeconds: number) => ({
  outcome: "refused",
  reason: "too_many_attempts",
  retryAfterSeconds,
});

describe("whoever is asked for a code", () => {
  it.each([
    ["nothing", "sign_in", false],
    ["nine wrong codes", "sign_in", false],
    ["ten wrong codes", "sign_in", true],
    ["ten wrong codes in browsers that are known", "sign_in", false],
    ["four wrong codes while somebody guesses at many", "sign_in", false],
    ["five wrong codes while somebody guesses at many", "sign_in", true],
    ["a retired password", "sign_in", true],
    ["a retired password", "step_up", false],
    ["nine wrong codes behind the password", "sign_in", false],
    ["ten wrong codes behind the password", "sign_in", true],
    ["ten wrong codes behind the password", "step_up", false],
  ] as const)(
    "R-033: after %s, for a %s, recognised %s, is told nothing and can try",
    async (state, purpose, isRecognised) => {
      const { told, tried } = await ask(state, purpose, isRecognised);
      expect(told).toBeUndefined();
      expect(tried).toMatchObject({ outcome: "counted" });
    },
  );

  it.each([
    ["ten wrong codes", "sign_in", false, 50 * 60],
    ["ten wrong codes", "step_up", false, 50 * 60],
    ["ten wrong codes in browsers that are known", "sign_in", true, 50 * 60],
    ["five wrong codes while somebody guesses at many", "sign_in", false, 24 * 3_600 - 5 * 60],
    ["five wrong codes while somebody guesses at many", "step_up", false, 24 * 3_600 - 5 * 60],
    ["a retired password", "sign_in", false, 3_600],
    ["ten wrong codes behind the password", "sign_in", false, 3_600],
  ] as const)(
    "R-033, R-037: after %s, for a %s, recognised %s, is told to wait %i seconds, and cannot try",
    async (state, purpose, isRecognised, seconds) => {
      const { told, tried } = await ask(state, purpose, isRecognised);
      expect(told).toEqual(waiting(seconds));
      expect(tried).toMatchObject(waiting(seconds));
      const { challenge, attempt_budget } = installation.rows.all();
      // What cannot be tried is counted nowhere.
      expect(challenge).toMatchObject([{ attempts: 0 }]);
      const budgets = attempt_budget?.filter(({ entries }) => entries !== "");
      expect(budgets?.length).toBeLessThan(2);
    },
  );
});

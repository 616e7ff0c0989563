import {
  openTestInstallation,
  SeededRandom,
  TEST_NOON_MILLIS,
  type TestInstallation,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { numberBudget, readWaitSeconds, reserveNumber } from "./reserve-number.ts";
import type { TextPurpose } from "./text-message.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NUMBER = "key of the number";

let installation: TestInstallation;
const random = new SeededRandom("attempts");

beforeEach(async () => {
  installation = await openTestInstallation();
});
afterEach(() => installation.close());

/** Asks for a text so long after noon. */
async function reserve(atMillis: number, purpose: TextPurpose = "sign_in", numberKey = NUMBER) {
  const nowMillis = TEST_NOON_MILLIS + atMillis;
  const reserved = await installation.deps.unitOfWork.write((stores) =>
    reserveNumber(stores, random, { numberKey, purpose, nowMillis }),
  );
  return reserved.outcome === "reserved" ? "reserved" : reserved.retryAfterSeconds;
}

const waitAt = (atMillis: number, numberKey = NUMBER) =>
  installation.deps.unitOfWork.read((stores) =>
    readWaitSeconds(stores, numberKey, TEST_NOON_MILLIS + atMillis),
  );

describe("whoever waits for the next text", () => {
  it("R-023: is told the seconds that are left, and none once they are over", async () => {
    expect(await waitAt(0)).toBe(0);
    await reserve(0);
    expect(await waitAt(0)).toBe(30);
    expect(await waitAt(1)).toBe(30);
    expect(await waitAt(29 * SECOND)).toBe(1);
    expect(await waitAt(30 * SECOND)).toBe(0);
    expect(await waitAt(45 * SECOND)).toBe(0);
    expect(await waitAt(0, "another number")).toBe(0);
  });

  it("R-023: waits longer after each text of the last hour", async () => {
    for (const [at, wait] of [
      [0, 30],
      [30 * SECOND, 60],
      [90 * SECOND, 120],
      [210 * SECOND, 120],
    ] as const) {
      expect(await reserve(at)).toBe("reserved");
      expect(await waitAt(at)).toBe(wait);
      expect(await reserve(at + (wait - 1) * SECOND)).toBe(1);
    }
  });

  it("R-023: waits for the short time again when an hour has passed", async () => {
    await reserve(0);
    await reserve(HOUR - 1);
    expect(await waitAt(HOUR - 1)).toBe(60);
    await reserve(DAY);
    await reserve(DAY + HOUR);
    expect(await waitAt(DAY + HOUR)).toBe(30);
  });
});

describe("a number that somebody else adds to accounts of their own", () => {
  it("R-039: gets three such texts an hour and five a day, and its owner signs in with the rest", async () => {
    const added: unknown[] = [];
    for (const at of [0, 3, 6, 9]) added.push(await reserve(at * MINUTE, "enrolment"));
    expect(added).toEqual(["reserved", "reserved", "reserved", 51 * 60]);
    expect(await reserve(12 * MINUTE)).toBe("reserved");
    expect(await reserve(66 * MINUTE, "enrolment")).toBe("reserved");
    // The fifth of the day, whatever each was for: a day after the first.
    expect(await reserve(69 * MINUTE, "enrolment")).toBe((24 * 60 - 69) * 60);
    expect(await reserve(69 * MINUTE)).toBe("reserved");
    expect(await reserve(DAY + 12 * MINUTE, "enrolment")).toBe("reserved");
  });

  it("R-023: has one budget, whichever project texts it", () => {
    expect(numberBudget(NUMBER)).toEqual({ projectId: "*", subjectId: NUMBER });
  });
});

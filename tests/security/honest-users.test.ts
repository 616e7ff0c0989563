import { beforeAll, describe, expect, it } from "vitest";
import { simulateYear } from "../../bench/honest/simulate.ts";
import { type Tally, wrongfulLockOuts } from "../../bench/honest/tally.ts";
import { median } from "../../bench/measure.ts";
import { rounds } from "../rounds.ts";

const PEOPLE = rounds(60, 600);
const MINUTE = 60_000;

describe("a year of honest people, and of thieves among them", () => {
  let year: Tally;

  beforeAll(
    async () => {
      // Of this seed's people some have their password stolen, by thieves of both kinds.
      year = await simulateYear("s2", PEOPLE);
    },
    rounds(120_000, 1_200_000),
  );

  it("R-039: keeps nobody out who has all they need", () => {
    expect(year.signIns).toBeGreaterThan(80 * PEOPLE);
    expect(year.wrongCodes).toBeGreaterThan(4 * PEOPLE);
    expect(year.doubleClicks).toBeGreaterThan(PEOPLE / 2);
    expect(wrongfulLockOuts(year)).toBe(0);
    expect(year.doubleClicksRefused).toBe(0);
  });

  it("R-041: takes nobody's errors for guessing at many", () => {
    expect(year.falseAlarms).toBe(0);
  });

  it("R-037: stops whoever guesses behind a stolen password at ten", () => {
    expect(year.greedyGuesses.length).toBeGreaterThan(0);
    for (const guesses of year.greedyGuesses) expect(guesses).toBeLessThanOrEqual(10);
    expect(year.passwordsRetired).toBeGreaterThanOrEqual(year.greedyGuesses.length);
  });

  it("brings people back in five minutes of their time", () => {
    expect(year.lostPhones).toBeGreaterThan(0);
    for (const times of [year.troubledMillis, year.lostPhoneMillis, year.retiredMillis]) {
      expect(median(times)).toBeLessThanOrEqual(5 * MINUTE);
    }
  });
});

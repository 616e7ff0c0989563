import { describe, expect, it } from "vitest";
import { LANE_LIMITS, REMEMBERED_ATTEMPTS, TIGHTENED_LIMIT } from "./lane.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("what a lane allows", () => {
  it("R-039: as many codes in a recognised browser as elsewhere", () => {
    expect(LANE_LIMITS.recognised_code).toEqual(LANE_LIMITS.code);
  });

  it("R-037: ten failures behind the right password in 30 days", () => {
    expect(LANE_LIMITS.behind_password).toEqual([{ attempts: 10, perMillis: 30 * DAY }]);
  });

  it("ten wrong passwords in a quarter of an hour, 20 in two hours, 40 a day", () => {
    expect(LANE_LIMITS.password).toEqual([
      { attempts: 10, perMillis: 15 * MINUTE },
      { attempts: 20, perMillis: 2 * HOUR },
      { attempts: 40, perMillis: DAY },
    ]);
  });

  it("five mails an hour for one stranger and ten a day, and four times as many for all of them", () => {
    expect(LANE_LIMITS.mail).toEqual([
      { attempts: 5, perMillis: HOUR },
      { attempts: 10, perMillis: DAY },
    ]);
    expect(LANE_LIMITS.mail_total).toEqual([
      { attempts: 20, perMillis: HOUR },
      { attempts: 40, perMillis: DAY },
    ]);
  });

  it.each(["text_number", "text_subject"] as const)(
    "R-023: five an hour, ten a day: %s",
    (lane) => {
      expect(LANE_LIMITS[lane]).toEqual([
        { attempts: 5, perMillis: HOUR },
        { attempts: 10, perMillis: DAY },
      ]);
    },
  );

  it("R-041: five codes a day while somebody guesses at many accounts", () => {
    expect(TIGHTENED_LIMIT).toEqual({ attempts: 5, perMillis: DAY });
  });

  it("is never more than a budget remembers", () => {
    const largest = Math.max(
      ...Object.values(LANE_LIMITS).flatMap((limits) => limits.map(({ attempts }) => attempts)),
    );
    expect(REMEMBERED_ATTEMPTS).toBe(largest);
  });
});

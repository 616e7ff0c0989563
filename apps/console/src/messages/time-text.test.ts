import { describe, expect, it } from "vitest";
import {
  comingMomentText,
  dateText,
  durationText,
  momentText,
  relativeDayText,
} from "./time-text.ts";

const noon = new Date(2026, 4, 3, 12).getTime();
const daysAgo = (days: number) => new Date(2026, 4, 3 - days, 23, 59).toISOString();

describe("time texts", () => {
  it("write a day in full", () => {
    expect(dateText("en-GB", noon)).toBe("3 May 2026");
  });

  it.each([
    [0.2, "1 second"],
    [45, "45 seconds"],
    [61, "2 minutes"],
    [240, "4 minutes"],
    [3601, "2 hours"],
  ])("never promise a wait shorter than %s s", (seconds, text) => {
    expect(durationText("en-GB", seconds)).toBe(text);
  });

  it.each([
    [0, "today"],
    [1, "yesterday"],
    [5, "5 days ago"],
    [14, "19 April 2026"],
  ])("tell a day %s days back by the calendar", (days, text) => {
    expect(relativeDayText("en-GB", daysAgo(days), noon)).toBe(text);
  });

  it("write a moment to the minute, with the day beside today", () => {
    expect(momentText("en-GB", daysAgo(1), noon)).toBe("yesterday, 23:59");
    expect(momentText("en-GB", daysAgo(14), noon)).toBe("19 April 2026, 23:59");
  });

  it("write a moment to come with its day, and one that a fast clock calls past as today's", () => {
    const at = (day: number) => new Date(2026, 4, day, 23, 59).toISOString();
    const write = (day: number) =>
      comingMomentText("en-GB", at(day), new Date(2026, 4, 3, 12).getTime());
    expect(write(3)).toBe("today, 23:59");
    expect(write(4)).toBe("tomorrow, 23:59");
    expect(write(6)).toBe("in 3 days, 23:59");
    expect(write(17)).toBe("17 May 2026, 23:59");
    expect(write(2)).toBe("today, 23:59");
  });

  it("take a moment that a slow clock calls the future for today", () => {
    expect(relativeDayText("en-GB", new Date(2026, 4, 4, 1).toISOString(), noon)).toBe("today");
  });
});

import { describe, expect, it } from "vitest";
import { HAND_OVER_LEASE_MILLIS, TEXT_RECORD_MILLIS, textPlace } from "./text-message.ts";
import { DEFAULT_TEXT_CAPS } from "./text-policy.ts";
import { judgedWindow, listWindows } from "./text-windows.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MIDNIGHT = 20_000 * DAY;

const sent = {
  addressBlock: "192.0.2.7",
  prefix: "+4179123",
  purpose: "sign_in",
  createdAtMillis: MIDNIGHT + 13 * HOUR + 47 * MINUTE + 1,
} as const;

const atOne = { lengthMillis: HOUR, startsAtMillis: MIDNIGHT + 13 * HOUR };
const today = { lengthMillis: DAY, startsAtMillis: MIDNIGHT };

describe("a text", () => {
  it("R-023: counts for its address, its neighbours and everybody, in its hour and its day", () => {
    const address = { scope: "address 192.0.2.7", cause: "address" };
    const prefix = { scope: "prefix +4179123", cause: "prefix" };
    const everybody = { scope: "installation", cause: "installation" };
    expect(listWindows(sent, DEFAULT_TEXT_CAPS)).toEqual([
      { ...address, ...atOne, cap: 20 },
      { ...address, ...today, cap: 60 },
      { ...prefix, ...atOne, cap: 150 },
      { ...prefix, ...today, cap: 400 },
      { ...judgedWindow(sent), cap: Number.MAX_SAFE_INTEGER, cause: "prefix" },
      { ...everybody, ...atOne, cap: 300 },
      { ...everybody, ...today, cap: 1_000 },
    ]);
  });

  it("R-023: is judged with those of the same ten minutes", () => {
    expect(judgedWindow(sent)).toEqual({
      scope: "judged +4179123",
      lengthMillis: 10 * MINUTE,
      startsAtMillis: MIDNIGHT + 13 * HOUR + 40 * MINUTE,
    });
  });

  it("R-023: that holds no code is not judged by whether one was right", () => {
    const scopes = listWindows({ ...sent, purpose: "notice" }, DEFAULT_TEXT_CAPS).map(
      ({ scope }) => scope,
    );
    expect(scopes).toHaveLength(4);
    expect(scopes).not.toContain("judged +4179123");
  });

  it("R-108: that waits is sealed for its own row alone, where a newer version finds it", () => {
    expect(textPlace({ projectId: "prj", subjectId: "ada" }, "txt_1")).toEqual({
      projectId: "prj",
      subjectId: "ada",
      record: "text/txt_1",
      field: "message",
    });
  });

  it("leaves the record of its decision for a month, and its sender a minute", () => {
    expect([TEXT_RECORD_MILLIS, HAND_OVER_LEASE_MILLIS]).toEqual([30 * DAY, MINUTE]);
  });
});

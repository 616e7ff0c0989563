import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SystemClock } from "./system-clock.ts";
import { TestClock } from "./test-clock.ts";

const NOW = 1_800_000_000_000;

let folder: string;
let file: string;
let clock: TestClock;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "twinlatch-clock-"));
  file = join(folder, "offset");
  clock = new TestClock({ nowMillis: () => NOW }, file);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("TestClock", () => {
  it("is the base clock while the file is absent, also after it was removed", () => {
    expect(clock.nowMillis()).toBe(NOW);
    writeFileSync(file, "5000");
    expect(clock.nowMillis()).toBe(NOW + 5000);
    rmSync(file);
    expect(clock.nowMillis()).toBe(NOW);
  });

  it("sees every change at once, forwards and backwards", () => {
    for (const offsetMillis of [1, 2, 3, 600_001, -120_000, 0, 3_600_000]) {
      writeFileSync(file, String(offsetMillis));
      expect(clock.nowMillis()).toBe(NOW + offsetMillis);
    }
  });

  it.each([
    ["30000\n", 30_000],
    ["  -61000 ", -61_000],
    ["+5", 5],
    ["1500.75", 1500],
  ])("reads %j", (text, offsetMillis) => {
    writeFileSync(file, text);
    expect(clock.nowMillis()).toBe(NOW + offsetMillis);
  });

  it("keeps its offset while somebody rewrites the file and has only emptied it", () => {
    writeFileSync(file, "");
    expect(clock.nowMillis()).toBe(NOW);
    writeFileSync(file, "7000");
    expect(clock.nowMillis()).toBe(NOW + 7000);
    writeFileSync(file, "");
    expect(clock.nowMillis()).toBe(NOW + 7000);
  });

  it.each(["tomorrow", "1e9", "0x10", "5 5", "-", "9".repeat(30), "NaN"])(
    "R-108: is a fault, not a guess, for %j",
    (text) => {
      writeFileSync(file, text);
      expect(() => clock.nowMillis()).toThrow(
        expect.objectContaining({ name: "FaultError", code: "invariant_broken" }),
      );
    },
  );

  it("R-108: is a fault when the file cannot be read", () => {
    mkdirSync(file);
    expect(() => clock.nowMillis()).toThrow(
      expect.objectContaining({ name: "FaultError", code: "invariant_broken" }),
    );
  });
});

describe("SystemClock", () => {
  it("tells the host's time in whole milliseconds", () => {
    const before = Date.now();
    const now = new SystemClock().nowMillis();
    expect(Number.isSafeInteger(now)).toBe(true);
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});

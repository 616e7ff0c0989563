import { beforeEach, describe, expect, it } from "vitest";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { Lane } from "./lane.ts";
import type { SprayingStore, SuspectHour } from "./spraying-store.ts";

type Stores = Pick<VerifierStores, "attemptBudgets" | "spraying">;

const HOUR = 3_600_000;
const NOW = 500_000 * HOUR;

function hour(number: number, suspects: number, isAlarmed = false): SuspectHour {
  return { startMillis: NOW + number * HOUR, suspects, isAlarmed };
}

/** What every `SprayingStore` keeps. */
export function describeSprayingStore(name: string, openStores: OpenStores<Stores>): void {
  describe(`SprayingStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Stores>;
    const write = <T>(act: (spraying: SprayingStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.spraying));
    const read = <T>(act: (spraying: SprayingStore) => Promise<T>) =>
      unitOfWork.read((stores) => act(stores.spraying));
    const fail = (subjectId: string, times: readonly number[], lane: Lane = "code") =>
      unitOfWork.write(async ({ attemptBudgets }) => {
        for (const [index, atMillis] of times.entries()) {
          const id = `abcdefg${String.fromCharCode(97 + index)}`;
          const subject = { projectId: "prj_a", subjectId };
          await attemptBudgets.appendIfWithin(subject, lane, { atMillis, id }, []);
        }
      });

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("R-041: counts the accounts with so many failures since, in unknown browsers", async () => {
      await fail("three", [NOW, NOW + 1, NOW + 2]);
      await fail("many", [NOW - 5, NOW, NOW + 1, NOW + 2, NOW + 3]);
      await fail("two", [NOW + 1, NOW + 2]);
      await fail("early", [NOW - 1, NOW + 1, NOW + 2]);
      await fail("recognised", [NOW, NOW + 1, NOW + 2], "recognised_code");
      expect(await read((spraying) => spraying.countSuspects(NOW - 1, 3))).toBe(2);
      expect(await read((spraying) => spraying.countSuspects(NOW - 2, 3))).toBe(3);
      expect(await read((spraying) => spraying.countSuspects(NOW, 3))).toBe(1);
      expect(await read((spraying) => spraying.countSuspects(NOW + 3, 3))).toBe(0);
    });

    it("remembers the largest number of an hour, and its alarm", async () => {
      for (const suspects of [3, 7, 5]) await write((each) => each.noteHour(hour(1, suspects)));
      await write((spraying) => spraying.noteHour(hour(2, 1, true)));
      await write((spraying) => spraying.noteHour(hour(2, 0)));
      await write((spraying) => spraying.noteHour(hour(3, 2)));
      const hours = await read((spraying) => spraying.listHours(NOW + HOUR, NOW + 3 * HOUR));
      expect(hours).toEqual([hour(1, 7), hour(2, 1, true)]);
    });

    it("R-041: lets one of many raise the alarm, and keeps it on for the longest", async () => {
      expect(await read((spraying) => spraying.isOn(NOW))).toBe(false);
      const raised = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          write((spraying) => spraying.raise(NOW, NOW + 100 + index)),
        ),
      );
      expect(raised.filter(Boolean)).toHaveLength(1);
      await write((spraying) => spraying.raise(NOW, NOW + 50));
      expect(await read((spraying) => spraying.isOn(NOW + 108))).toBe(true);
      expect(await read((spraying) => spraying.isOn(NOW + 109))).toBe(false);
      expect(await write((spraying) => spraying.raise(NOW + 109, NOW + 200))).toBe(true);
      expect(await write((spraying) => spraying.raise(NOW + 110, NOW + 300))).toBe(false);
      expect(await read((spraying) => spraying.isOn(NOW + 299))).toBe(true);
    });

    it("purges hours that began before", async () => {
      for (const number of [1, 2, 3]) await write((each) => each.noteHour(hour(number, 1)));
      expect(await write((spraying) => spraying.purge(NOW + 3 * HOUR))).toBe(2);
      expect(await read((spraying) => spraying.listHours(0, NOW + 9 * HOUR))).toEqual([hour(3, 1)]);
    });
  });
}

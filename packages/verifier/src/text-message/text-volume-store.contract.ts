import { beforeEach, describe, expect, it } from "vitest";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { TextVolumeStore } from "./text-volume-store.ts";

type Stores = Pick<VerifierStores, "textVolumes">;

const HOUR = 3_600_000;
const NOW = 500_000 * HOUR;
const WINDOW = { scope: "prefix +4179123", lengthMillis: HOUR, startsAtMillis: NOW };

/** What every `TextVolumeStore` keeps. */
export function describeTextVolumeStore(name: string, openStores: OpenStores<Stores>): void {
  describe(`TextVolumeStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Stores>;
    const write = <T>(act: (volumes: TextVolumeStore) => Promise<T>) =>
      unitOfWork.write((stores) => act(stores.textVolumes));
    const read = <T>(act: (volumes: TextVolumeStore) => Promise<T>) =>
      unitOfWork.read((stores) => act(stores.textVolumes));
    const add = (window = WINDOW, cap = 3) => write((volumes) => volumes.add(window, cap));
    const measure = (fromMillis: number) =>
      read((volumes) => volumes.measure(WINDOW.scope, HOUR, fromMillis));

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("R-023: counts up to the cap exactly, however many arrive together", async () => {
      const added = await Promise.all(Array.from({ length: 20 }, () => add()));
      expect(added.filter(Boolean)).toHaveLength(3);
      expect(await measure(NOW)).toEqual({ sent: 3, redeemed: 0 });
    });

    it("R-023: counts nothing where the cap is none", async () => {
      expect(await add(WINDOW, 0)).toBe(false);
      expect(await measure(NOW)).toEqual({ sent: 0, redeemed: 0 });
    });

    it("keeps windows of other scopes, lengths and times apart", async () => {
      expect(await add(WINDOW, 1)).toBe(true);
      expect(await add({ ...WINDOW, scope: "prefix +4179124" }, 1)).toBe(true);
      expect(await add({ ...WINDOW, lengthMillis: 2 * HOUR }, 1)).toBe(true);
      expect(await add({ ...WINDOW, startsAtMillis: NOW + HOUR }, 1)).toBe(true);
      expect(await add(WINDOW, 1)).toBe(false);
    });

    it("takes back what was counted, and no more", async () => {
      const takeBack = () => write((volumes) => volumes.takeBack(WINDOW));
      await takeBack();
      await add(WINDOW, 1);
      await takeBack();
      await takeBack();
      expect(await add(WINDOW, 1)).toBe(true);
      expect(await add(WINDOW, 1)).toBe(false);
    });

    it("adds up the windows since a time, with the right codes of each", async () => {
      const later = { ...WINDOW, startsAtMillis: NOW + HOUR };
      for (const window of [WINDOW, WINDOW, later]) await add(window);
      for (const window of [WINDOW, later]) await write((volumes) => volumes.redeem(window));
      expect(await measure(NOW)).toEqual({ sent: 3, redeemed: 2 });
      expect(await measure(NOW + 1)).toEqual({ sent: 1, redeemed: 1 });
      expect(await measure(NOW + HOUR + 1)).toEqual({ sent: 0, redeemed: 0 });
    });

    it("R-023: suspends a prefix for a time, and again", async () => {
      const suspend = (nowMillis: number, prefix = "+4179123") =>
        write((volumes) =>
          volumes.suspendPrefix(prefix, { nowMillis, untilMillis: nowMillis + HOUR }),
        );
      const isSuspended = (nowMillis: number) =>
        read((volumes) => volumes.isPrefixSuspended("+4179123", nowMillis));
      await suspend(NOW);
      expect(await isSuspended(NOW + HOUR - 1)).toBe(true);
      expect(await isSuspended(NOW + HOUR)).toBe(false);
      await suspend(NOW + HOUR);
      await suspend(NOW + HOUR - 1, "+4179124");
      expect(await isSuspended(NOW + HOUR)).toBe(true);
      expect(await read((volumes) => volumes.listSuspended(NOW))).toEqual(["+4179124", "+4179123"]);
      expect(await read((volumes) => volumes.listSuspended(NOW + HOUR))).toEqual([]);
    });

    it("forgets old windows and ended suspensions", async () => {
      await add({ ...WINDOW, startsAtMillis: NOW - 1 });
      await add();
      const ended = { nowMillis: NOW - 2, untilMillis: NOW - 1 };
      await write((volumes) => volumes.suspendPrefix("+4179123", ended));
      expect(await write((volumes) => volumes.purge(NOW))).toBe(2);
      expect(await measure(0)).toEqual({ sent: 1, redeemed: 0 });
    });
  });
}

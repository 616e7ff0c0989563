import { beforeEach, describe, expect, it } from "vitest";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { SealingKey } from "./sealing-key.ts";
import type { SealingKeyStore } from "./sealing-key-store.ts";

interface Stores {
  readonly sealingKeys: SealingKeyStore;
}

function key(id: string, createdAtMillis: number): SealingKey {
  return {
    id,
    canary: Uint8Array.of(1, 2, createdAtMillis % 256),
    createdAtMillis,
    currentSinceMillis: undefined,
    retiredAtMillis: undefined,
  };
}

/** What every `SealingKeyStore` keeps. */
export function describeSealingKeyStore(name: string, openStores: OpenStores<Stores>): void {
  describe(`SealingKeyStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Stores>;
    const write = <T>(work: (keys: SealingKeyStore) => Promise<T>) =>
      unitOfWork.write(({ sealingKeys }) => work(sealingKeys));
    const list = () => unitOfWork.read(({ sealingKeys }) => sealingKeys.list());

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("lists the oldest first, as they were", async () => {
      await write((keys) => keys.insert(key("k2", 20)));
      await write((keys) => keys.insert(key("k1", 10)));
      expect(await list()).toEqual([key("k1", 10), key("k2", 20)]);
    });

    it("takes no second key of an id", async () => {
      expect(await write((keys) => keys.insert(key("k1", 10)))).toBe(true);
      expect(await write((keys) => keys.insert(key("k1", 99)))).toBe(false);
      expect(await list()).toEqual([key("k1", 10)]);
    });

    it("remembers once since when a key seals, and once when it was retired", async () => {
      await write((keys) => keys.insert(key("k1", 10)));
      expect(await write((keys) => keys.markCurrent("k1", 11))).toBe(true);
      expect(await write((keys) => keys.markCurrent("k1", 12))).toBe(false);
      expect(await write((keys) => keys.markRetired("k1", 13))).toBe(true);
      expect(await write((keys) => keys.markRetired("k1", 14))).toBe(false);
      expect(await write((keys) => keys.markRetired("k9", 14))).toBe(false);
      const [only] = await list();
      expect(only).toMatchObject({ currentSinceMillis: 11, retiredAtMillis: 13 });
    });

    it("R-078: holding the keys keeps whoever holds them next waiting for the end", async () => {
      await write((keys) => keys.insert(key("k1", 10)));
      const held = Promise.withResolvers<void>();
      const first = write(async (keys) => {
        await keys.hold();
        held.resolve();
        for (let read = 0; read < 50; read += 1) await keys.list();
        await keys.markCurrent("k1", 11);
      });
      await held.promise;
      const second = write(async (keys) => {
        await keys.hold();
        return keys.list();
      });
      expect((await second)[0]?.currentSinceMillis).toBe(11);
      await first;
    });
  });
}

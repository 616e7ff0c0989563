import { beforeEach, describe, expect, it } from "vitest";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { SealedRecordStore } from "./sealed-record-store.ts";
import { type WrappedKeyStore, wrappedKeyPlace } from "./wrapped-key.ts";

interface Stores {
  readonly sealedRecords: SealedRecordStore;
  readonly wrappedKeys: WrappedKeyStore;
}

const table = "wrapped_key";
const OLD = Uint8Array.of(1, 2, 3);
const NEW = Uint8Array.of(1, 2, 4);

function sealed(prefix: Uint8Array, ...rest: readonly number[]): Uint8Array {
  return Uint8Array.of(...prefix, ...rest);
}

/** What every `SealedRecordStore` keeps: shown with wrapped keys, the plainest of sealed values. */
export function describeSealedRecordStore(name: string, openStores: OpenStores<Stores>): void {
  describe(`SealedRecordStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Stores>;
    const add = (id: string, sealedKey: Uint8Array) =>
      unitOfWork.write(({ wrappedKeys }) =>
        wrappedKeys.insert({ purpose: "pepper", id, sealedKey, createdAtMillis: 1 }),
      );
    const list = (after: readonly string[] | undefined, limit: number) =>
      unitOfWork.read(({ sealedRecords }) =>
        sealedRecords.listOtherThan({ table, prefix: NEW, after, limit }),
      );

    beforeEach(async () => {
      unitOfWork = await openStores();
      await add("k3", sealed(OLD, 30));
      await add("k1", sealed(OLD, 10));
      await add("k2", sealed(NEW, 20));
      await add("k4", sealed(OLD.subarray(0, 2), 40));
    });

    it("lists what begins with something else, page by page, with its place", async () => {
      const [first, ...more] = await list(undefined, 1);
      expect(more).toEqual([]);
      expect(first).toEqual({
        key: ["pepper", "k1"],
        place: wrappedKeyPlace("pepper", "k1"),
        sealed: sealed(OLD, 10),
      });
      const rest = await list(first?.key, 10);
      expect(rest.map(({ key }) => key)).toEqual([
        ["pepper", "k3"],
        ["pepper", "k4"],
      ]);
      expect(await list(rest.at(-1)?.key, 10)).toEqual([]);
    });

    it("counts what begins with it, and what does not", async () => {
      const counts = await unitOfWork.read(async ({ sealedRecords }) => [
        await sealedRecords.countOtherThan({ table, prefix: NEW }),
        await sealedRecords.countUnder({ table, prefix: NEW }),
        await sealedRecords.countUnder({ table, prefix: OLD }),
      ]);
      expect(counts).toEqual([3, 1, 2]);
    });

    it("R-078: replaces a value only as it was read, and once", async () => {
      const [record] = await list(undefined, 1);
      const replace = (to: Uint8Array) =>
        unitOfWork.write(({ sealedRecords }) => sealedRecords.replace(table, record!, to));
      expect(await replace(sealed(NEW, 11))).toBe(true);
      expect(await replace(sealed(NEW, 12))).toBe(false);
      const [changed] = await unitOfWork.read(({ sealedRecords }) =>
        sealedRecords.listOtherThan({ table, prefix: OLD, after: undefined, limit: 1 }),
      );
      expect(changed?.sealed).toEqual(sealed(NEW, 11));
    });
  });
}

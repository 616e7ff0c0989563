import { beforeEach, describe, expect, it } from "vitest";
import type { OpenStores } from "../platform/unit-of-work.contract.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { WrappedKey, WrappedKeyStore } from "./wrapped-key.ts";

interface Stores {
  readonly wrappedKeys: WrappedKeyStore;
}

function key(id: string, createdAtMillis: number): WrappedKey {
  return { purpose: "pepper", id, sealedKey: Uint8Array.of(7, createdAtMillis), createdAtMillis };
}

/** What every `WrappedKeyStore` keeps. */
export function describeWrappedKeyStore(name: string, openStores: OpenStores<Stores>): void {
  describe(`WrappedKeyStore on ${name}`, () => {
    let unitOfWork: UnitOfWork<Stores>;
    const insert = (wrapped: WrappedKey) =>
      unitOfWork.write(({ wrappedKeys }) => wrappedKeys.insert(wrapped));
    const list = () => unitOfWork.read(({ wrappedKeys }) => wrappedKeys.list());

    beforeEach(async () => {
      unitOfWork = await openStores();
    });

    it("lists the oldest of a purpose first, as they were", async () => {
      const keyed = { ...key("k9", 9), purpose: "keyed_hash" } as const;
      for (const wrapped of [key("k2", 20), keyed, key("k1", 10)]) await insert(wrapped);
      expect(await list()).toEqual([keyed, key("k1", 10), key("k2", 20)]);
    });

    it("takes no second key of a purpose and id", async () => {
      expect(await insert(key("k1", 10))).toBe(true);
      expect(await insert(key("k1", 99))).toBe(false);
      expect(await insert({ ...key("k1", 10), purpose: "keyed_hash" })).toBe(true);
      expect((await list()).filter(({ purpose }) => purpose === "pepper")).toEqual([key("k1", 10)]);
    });
  });
}

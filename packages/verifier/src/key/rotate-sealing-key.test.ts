import {
  openTestInstallation,
  SeededRandom,
  TEST_ORIGIN,
  type TestInstallation,
  TestKeyRing,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { VerifierStores } from "../verifier-stores.ts";
import { admitKeys } from "./check-sealing-keys.ts";
import { prepareSealingKey, rotateSealingKey } from "./rotate-sealing-key.ts";
import type { SealedRecordStore } from "./sealed-record-store.ts";
import { wrappedKeyPlace } from "./wrapped-key.ts";

const NOTHING = { keyed_hash: new Map(), pepper: new Map() } as const;

let installation: TestInstallation;
let ring: TestKeyRing;
let alarms: object[];

beforeEach(async () => {
  installation = await openTestInstallation();
  ring = new TestKeyRing();
  alarms = [];
  await admitKeys(deps(), NOTHING, 1_000);
});
afterEach(() => installation.close());

function deps() {
  const { unitOfWork } = installation.deps;
  const { sealingKeys } = ring;
  return { keyRingFile: ring, random: new SeededRandom("pepper"), sealingKeys, unitOfWork };
}

const act = { atMillis: 5_000, projectId: "prj", origin: TEST_ORIGIN };

/** Rotates, and notes what the administrators are told. */
const rotate = (begins = true) =>
  rotateSealingKey(deps(), act, {
    begins,
    alongside: async (_stores, rotated) => void alarms.push(rotated),
  });
const prepare = () => prepareSealingKey(deps(), act);

/** Puts a secret into the database as a process does that seals under the key. */
async function sealUnder(keyId: string, id: string): Promise<void> {
  const purpose = "keyed_hash";
  const place = wrappedKeyPlace(purpose, id);
  const sealedKey = ring.sealingKeys.sealUnder(keyId, Uint8Array.of(7), place);
  await installation.deps.unitOfWork.write(({ wrappedKeys }) =>
    wrappedKeys.insert({ purpose, id, sealedKey, createdAtMillis: 1_000 }),
  );
}

/** The sealed records while others are at work on them. */
function disturb(change: (stores: VerifierStores) => Partial<SealedRecordStore>) {
  const { unitOfWork } = installation.deps;
  const disturbed = (stores: VerifierStores): VerifierStores =>
    Object.create(stores, {
      sealedRecords: { value: { ...stores.sealedRecords, ...change(stores) } },
    });
  return {
    ...deps(),
    unitOfWork: {
      read: <T>(work: (stores: VerifierStores) => Promise<T>) =>
        unitOfWork.read((stores) => work(disturbed(stores))),
      write: <T>(work: (stores: VerifierStores) => Promise<T>) =>
        unitOfWork.write((stores) => work(disturbed(stores))),
    },
  };
}

const events = () =>
  installation.rows
    .events()
    .map(({ type, outcome, reason, target, atMillis }) => [
      type,
      outcome,
      reason,
      target,
      atMillis,
    ]);

describe("changing the key", () => {
  it("tells the administrators in the same moment, once, and which key it is", async () => {
    await sealUnder("k1", "kept");
    expect(await rotate()).toEqual({
      outcome: "rotated",
      keyId: "k2",
      isResumed: false,
      resealed: 1,
      remaining: 0,
    });
    expect(alarms).toEqual([{ keyId: "k2", atMillis: 5_000 }]);
    expect(events()).toEqual([["key.rotated", "allowed", null, "k2", 5_000]]);
    // Nothing changes the key here, so nobody is woken again.
    await sealUnder("k1", "late");
    expect(await rotate()).toMatchObject({ keyId: "k2", isResumed: true, resealed: 1 });
    expect(await rotate(false)).toMatchObject({ keyId: "k2", isResumed: false, resealed: 0 });
    expect(alarms).toHaveLength(1);
    expect(await rotate()).toMatchObject({ keyId: "k3" });
    expect(alarms.slice(1)).toEqual([{ keyId: "k3", atMillis: 5_000 }]);
  });

  it("R-078: killed once the ring had changed, with nothing sealed, ends that rotation and begins none", async () => {
    ring.addCurrentKey("k2");
    expect(await rotate()).toMatchObject({ keyId: "k2", isResumed: true });
    expect(ring.refresh().ids).toEqual(["k1", "k2"]);
    expect(alarms).toEqual([{ keyId: "k2", atMillis: 5_000 }]);
  });

  it("R-078: takes a key that another machine brought into the file", async () => {
    ring.addKey("k7");
    expect(await rotate()).toMatchObject({ keyId: "k7", isResumed: false, remaining: 0 });
    expect(ring.refresh().currentId).toBe("k7");
    expect(ring.refresh().ids).toEqual(["k1", "k7"]);
  });

  it("R-078: never gives a key an id that another has, where ids have a gap", async () => {
    ring.addCurrentKey("k3");
    await rotate();
    expect(await rotate()).toMatchObject({ keyId: "k4", isResumed: false });
    expect(ring.refresh().ids).toEqual(["k1", "k3", "k4"]);
  });

  it.each([
    ["of another installation", () => ring.addKey("k1"), "key_wrong"],
    ["that lacks a key", () => [ring.addCurrentKey("k9"), ring.removeKey("k1")], "key_missing"],
  ])(
    "R-079: refuses a ring %s, and leaves it and the database alone",
    async (_, change, reason) => {
      change();
      const before = installation.rows.all();
      const { ids } = ring.refresh();
      expect(await rotate()).toEqual({ outcome: "refused", reason });
      expect(await prepare()).toEqual({ outcome: "refused", reason });
      expect(ring.refresh().ids).toEqual(ids);
      expect(installation.rows.all()).toEqual(before);
      expect(alarms).toEqual([]);
    },
  );
});

describe("sealing again", () => {
  it("R-078: finds what a server sealed under the old key meanwhile, and then stops", async () => {
    await sealUnder("k1", "kept");
    let counts = 0;
    const contended = disturb(({ sealedRecords, wrappedKeys }) => ({
      countOtherThan: (which) => {
        counts += which.table === "wrapped_key" ? 1 : 0;
        return sealedRecords.countOtherThan(which);
      },
      replace: async (table, record, resealed) => {
        const [purpose, id] = ["keyed_hash", "before"] as const;
        const place = wrappedKeyPlace(purpose, id);
        const sealedKey = ring.sealingKeys.sealUnder("k1", Uint8Array.of(8), place);
        // Where this pass has been already; only the first time, by its id.
        await wrappedKeys.insert({ purpose, id, sealedKey, createdAtMillis: 1_000 });
        return sealedRecords.replace(table, record, resealed);
      },
    }));
    expect(await rotateSealingKey(contended, act)).toMatchObject({ resealed: 2, remaining: 0 });
    // Once to begin with, and once after each of the two passes.
    expect(counts).toBe(3);
  });

  it("R-078: ends after ten passes, and says what still needs another key", async () => {
    for (const id of ["one", "three", "two"]) await sealUnder("k1", id);
    let passes = 0;
    const contended = disturb(({ sealedRecords }) => ({
      listOtherThan: async (page) => {
        passes += page.table === "wrapped_key" && page.after === undefined ? 1 : 0;
        return sealedRecords.listOtherThan(page);
      },
      // Somebody changes every record whenever it has just been read.
      replace: async () => false,
    }));
    expect(await rotateSealingKey(contended, act)).toMatchObject({ resealed: 0, remaining: 3 });
    expect(passes).toBe(10);
  });
});

describe("a key that is prepared", () => {
  it("R-078: seals nothing yet, and is recorded", async () => {
    expect(await prepare()).toEqual({ outcome: "prepared", keyId: "k2" });
    expect(ring.refresh()).toMatchObject({ currentId: "k1", ids: ["k1", "k2"] });
    expect(events()).toEqual([["key.prepared", "allowed", null, "k2", 5_000]]);
    expect(alarms).toEqual([]);
  });

  it("R-078: is the one in the file where a kill kept the database from learning of it", async () => {
    ring.addKey("k2");
    expect(await prepare()).toEqual({ outcome: "prepared", keyId: "k2" });
    expect(ring.refresh().ids).toEqual(["k1", "k2"]);
  });

  it("R-078: is never the one that seals already, where a rotation was killed", async () => {
    ring.addCurrentKey("k2");
    expect(await prepare()).toEqual({ outcome: "prepared", keyId: "k3" });
    expect(ring.refresh()).toMatchObject({ currentId: "k2", ids: ["k1", "k2", "k3"] });
  });
});

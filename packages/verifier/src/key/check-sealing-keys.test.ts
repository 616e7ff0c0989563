import { openTestInstallation, type TestInstallation, TestKeyRing } from "@twinlatch/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { admitKeys, compareKeys } from "./check-sealing-keys.ts";
import { openWrappedKeys } from "./open-wrapped-keys.ts";
import { opensCanary, type SealingKey } from "./sealing-key.ts";
import { wrappedKeyPlace } from "./wrapped-key.ts";

const KEY = Uint8Array.of(1, 2, 3);

let installation: TestInstallation;
let ring: TestKeyRing;

beforeEach(async () => {
  installation = await openTestInstallation();
  ring = new TestKeyRing();
});
afterEach(() => installation.close());

function deps() {
  return { sealingKeys: ring.sealingKeys, unitOfWork: installation.deps.unitOfWork };
}

/** Starts a process, which would derive these keys from its ring. */
const start = (id = "k1") =>
  admitKeys(deps(), { keyed_hash: new Map([[id, KEY]]), pepper: new Map([[id, KEY]]) }, 1_000);

const known = () => installation.deps.unitOfWork.read(({ sealingKeys }) => sealingKeys.list());

function knownKey(canary: Uint8Array): SealingKey {
  const times = { createdAtMillis: 1, currentSinceMillis: 1, retiredAtMillis: undefined };
  return { id: "k1", canary, ...times };
}

describe("a start", () => {
  it("R-079: names the keys that the ring lacks, and those that are others", async () => {
    await start();
    ring.addCurrentKey("k2");
    await start();
    ring.addKey("k2");
    const wrong = { outcome: "refused", reason: "key_wrong", keyIds: ["k2"] };
    expect(await start()).toEqual(wrong);
    ring.removeKey("k1");
    expect(await start()).toEqual({ ...wrong, reason: "key_missing", keyIds: ["k1"] });
  });

  it("R-079: notices another key by the id of one that was brought into the file", async () => {
    await start();
    ring.addKey("k2");
    expect(await start()).toEqual({ outcome: "fits" });
    ring.addKey("k2");
    expect(await start()).toMatchObject({ reason: "key_wrong", keyIds: ["k2"] });
  });

  it("remembers since when a key seals, whoever starts again", async () => {
    await start();
    const before = await known();
    expect(before).toMatchObject([{ id: "k1", createdAtMillis: 1_000, currentSinceMillis: 1_000 }]);
    await start();
    expect(await known()).toEqual(before);
  });

  it("R-078: under a new key leaves people's passwords and mailed codes what they were made with", async () => {
    await start();
    ring.addCurrentKey("k2");
    await start("k2");
    for (const purpose of ["keyed_hash", "pepper"] as const) {
      expect(await openWrappedKeys(deps(), purpose)).toEqual(new Map([["k1", KEY]]));
    }
  });
});

describe("after an upgrade", () => {
  it("R-079: knows the right ring by a canary that an older version sealed", () => {
    const place = { projectId: "", subjectId: "", record: "sealing_key/k1", field: "canary" };
    const canary = ring.sealingKeys.sealUnder("k1", new TextEncoder().encode("twinlatch"), place);
    expect(opensCanary(ring.sealingKeys, knownKey(canary))).toBe(true);
    const moved = ring.sealingKeys.sealUnder("k1", KEY, { ...place, record: "sealing_key/k2" });
    expect(opensCanary(ring.sealingKeys, knownKey(moved))).toBe(false);
  });

  it("opens the peppers that an older version wrapped", () => {
    expect(wrappedKeyPlace("pepper", "k1")).toEqual({
      projectId: "",
      subjectId: "",
      record: "wrapped_key/pepper/k1",
      field: "key",
    });
  });
});

it("R-108: a fault of ours is no word on whose keys they are", async () => {
  await start();
  const fault = new Error("out of memory");
  const open = () => {
    throw fault;
  };
  const { sealingKeys } = ring;
  const failing = {
    readRing: () => sealingKeys.readRing(),
    sealUnder: sealingKeys.sealUnder.bind(sealingKeys),
    prefixOf: sealingKeys.prefixOf.bind(sealingKeys),
    box: { ...sealingKeys.box, open },
  };
  const keys = await known();
  expect(() => compareKeys(failing, keys)).toThrow(fault);
});

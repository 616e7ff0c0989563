import {
  openTestInstallation,
  SeededRandom,
  TEST_ORIGIN,
  type TestInstallation,
  TestKeyRing,
} from "@twinlatch/testkit";
import { afterEach, beforeEach, expect, it } from "vitest";
import { admitKeys } from "./check-sealing-keys.ts";
import { RETIREMENT_MILLIS, retireSealingKey } from "./retire-sealing-key.ts";
import { rotateSealingKey } from "./rotate-sealing-key.ts";

const DAY_MILLIS = 86_400_000;

let installation: TestInstallation;
let ring: TestKeyRing;

beforeEach(async () => {
  installation = await openTestInstallation();
  ring = new TestKeyRing();
  await admitKeys(deps(), { keyed_hash: new Map(), pepper: new Map() }, 0);
});
afterEach(() => installation.close());

function deps() {
  const { unitOfWork } = installation.deps;
  const { sealingKeys } = ring;
  return { keyRingFile: ring, random: new SeededRandom("pepper"), sealingKeys, unitOfWork };
}

const actAt = (atMillis: number) => ({ atMillis, projectId: "prj", origin: TEST_ORIGIN });
const retire = (keyId: string, atMillis: number) =>
  retireSealingKey(deps(), { ...actAt(atMillis), keyId });

it("R-078: a key stays for ten minutes after it was replaced, however long it had sealed", async () => {
  await rotateSealingKey(deps(), actAt(DAY_MILLIS));
  expect(await retire("k1", DAY_MILLIS)).toEqual({ outcome: "refused", reason: "too_early" });
  const nearly = await retire("k1", DAY_MILLIS + RETIREMENT_MILLIS - 1);
  expect(nearly).toEqual({ outcome: "refused", reason: "too_early" });
  expect(ring.refresh().ids).toEqual(["k1", "k2"]);
  expect(await retire("k1", DAY_MILLIS + 600_000)).toEqual({ outcome: "retired" });
  expect(ring.refresh().ids).toEqual(["k2"]);
});

it("R-078: a key stays while its successor is not in the database yet: that rotation was killed", async () => {
  ring.addCurrentKey("k2");
  expect(await retire("k1", DAY_MILLIS)).toEqual({ outcome: "refused", reason: "too_early" });
  expect(ring.refresh().ids).toEqual(["k1", "k2"]);
});

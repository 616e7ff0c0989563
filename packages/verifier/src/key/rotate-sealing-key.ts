import { type Operation, recordOperation } from "../audit/record-operation.ts";
import type { Random } from "../platform/random.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { compareKeys, type KeyFlaw } from "./check-sealing-keys.ts";
import { countOtherThan, resealRecords } from "./reseal-records.ts";
import { type KeyRingFile, type SealingKey, type SealingKeys, sealCanary } from "./sealing-key.ts";
import { wrappedKeyPlace } from "./wrapped-key.ts";

/** A pass finds what processes sealed that had not yet seen the new key: one is nearly always enough. */
const MAX_PASSES = 10;
const PEPPER_BYTES = 32;

interface Deps<Stores extends VerifierStores = VerifierStores> {
  readonly keyRingFile: KeyRingFile;
  readonly random: Random;
  readonly sealingKeys: SealingKeys;
  readonly unitOfWork: UnitOfWork<Stores>;
}

/** How to rotate, and who is told in the transaction in which another key becomes the current one. */
interface Rotation<Stores> {
  readonly begins?: boolean;
  readonly alongside?: (
    stores: Stores,
    rotated: { readonly keyId: string; readonly atMillis: number },
  ) => Promise<void>;
}

type Act = Omit<Operation, "type" | "target" | "subjectId">;

/** The key everything is sealed under now, and how much was sealed again. */
export type RotationOutcome =
  | {
      readonly outcome: "rotated";
      readonly keyId: string;
      /** Whether this call went on with a rotation that had not ended. */
      readonly isResumed: boolean;
      readonly resealed: number;
      /** Records that still need another key. More than 0: rotate again. */
      readonly remaining: number;
    }
  | { readonly outcome: "refused"; readonly reason: KeyFlaw };

/**
 * Changes the key that seals: takes a prepared key or adds one, makes it current, and seals all records
 * again while the servers go on. Every process reads the ring again before it seals, and when it
 * meets a key it does not know. A call after one that was interrupted ends that rotation and begins none.
 * With `begins: false` it only seals what is left. New password hashes get a new pepper; the old ones keep theirs, which is sealed again like any secret.
 */
export async function rotateSealingKey<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  act: Act,
  rotation: Rotation<Stores> = {},
): Promise<RotationOutcome> {
  const begun = await beginRotation(deps, act, rotation);
  if (begun.outcome === "refused") return begun;
  let resealed = 0;
  let remaining = 0;
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    resealed += await resealRecords(deps);
    remaining = await countOtherThan(deps, begun.keyId);
    if (remaining === 0) break;
  }
  const { keyId, isResumed } = begun;
  return { outcome: "rotated", keyId, isResumed, resealed, remaining };
}

/** Adds a key that seals nothing yet, to be brought to other machines before the rotation. */
export function prepareSealingKey(
  deps: Deps,
  act: Act,
): Promise<{ outcome: "prepared"; keyId: string } | { outcome: "refused"; reason: KeyFlaw }> {
  return deps.unitOfWork.write(async (stores) => {
    const known = await holdKeys(stores);
    const check = compareKeys(deps.sealingKeys, known);
    if (check.outcome === "refused") return { outcome: "refused", reason: check.reason };
    const keyId = findPrepared(deps.sealingKeys, known) ?? nextIdOf(deps.sealingKeys, known);
    if (!deps.sealingKeys.readRing().ids.includes(keyId)) deps.keyRingFile.addKey(keyId);
    await remember(deps, stores, keyId, act.atMillis);
    const operation = eventOf(act, "key.prepared", keyId);
    return recordOperation(deps, stores, operation, { outcome: "prepared" as const, keyId });
  });
}

async function beginRotation<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  act: Act,
  { begins = true, alongside = async () => undefined }: Rotation<Stores>,
): Promise<
  { outcome: "begun"; keyId: string; isResumed: boolean } | { outcome: "refused"; reason: KeyFlaw }
> {
  const { currentId } = deps.sealingKeys.readRing();
  const unfinished = await countOtherThan(deps, currentId);
  return deps.unitOfWork.write(async (stores) => {
    const known = await holdKeys(stores);
    const check = compareKeys(deps.sealingKeys, known);
    if (check.outcome === "refused") return { outcome: "refused", reason: check.reason };
    const ring = deps.sealingKeys.readRing();
    const current = known.find((key) => key.id === ring.currentId);
    // Another call was faster, or one was interrupted: there is a rotation to end, not one to begin.
    const isResumed =
      unfinished > 0 || ring.currentId !== currentId || current?.currentSinceMillis === undefined;
    const keyId = isResumed || !begins ? ring.currentId : changeRing(deps, known);
    await remember(deps, stores, keyId, act.atMillis);
    await stores.sealingKeys.markCurrent(keyId, act.atMillis);
    await addPepper(deps, stores, keyId, act.atMillis);
    const isNew = known.find(({ id }) => id === keyId)?.currentSinceMillis === undefined;
    if (isNew) await alongside(stores, { keyId, atMillis: act.atMillis });
    const operation = eventOf(act, "key.rotated", keyId);
    return recordOperation(deps, stores, operation, {
      outcome: "begun" as const,
      keyId,
      isResumed,
    });
  });
}

/** Only SQL is awaited in a transaction: the file is small, and changed while everybody else waits. */
function changeRing({ keyRingFile, sealingKeys }: Deps, known: readonly SealingKey[]): string {
  const prepared = findPrepared(sealingKeys, known);
  if (prepared !== undefined) {
    keyRingFile.makeCurrent(prepared);
    return prepared;
  }
  const keyId = nextIdOf(sealingKeys, known);
  keyRingFile.addCurrentKey(keyId);
  return keyId;
}

function findPrepared(ring: SealingKeys, known: readonly SealingKey[]): string | undefined {
  const { ids, currentId } = ring.readRing();
  return ids.find((id) => {
    const key = known.find((candidate) => candidate.id === id);
    return id !== currentId && key?.currentSinceMillis === undefined;
  });
}

/** `k` and a number that no key has had, also none that is gone from the ring. */
function nextIdOf(ring: SealingKeys, known: readonly SealingKey[]): string {
  const ids = new Set([...ring.readRing().ids, ...known.map((key) => key.id)]);
  let number = ids.size + 1;
  while (ids.has(`k${number}`)) number += 1;
  return `k${number}`;
}

async function holdKeys({ sealingKeys }: VerifierStores): Promise<readonly SealingKey[]> {
  await sealingKeys.hold();
  return sealingKeys.list();
}

async function remember(
  { sealingKeys }: Deps,
  stores: VerifierStores,
  id: string,
  nowMillis: number,
): Promise<void> {
  await stores.sealingKeys.insert({
    id,
    canary: sealCanary(sealingKeys, id),
    createdAtMillis: nowMillis,
    currentSinceMillis: undefined,
    retiredAtMillis: undefined,
  });
}

async function addPepper(
  { random, sealingKeys }: Deps,
  stores: VerifierStores,
  id: string,
  createdAtMillis: number,
): Promise<void> {
  const purpose = "pepper";
  const place = wrappedKeyPlace(purpose, id);
  const sealedKey = sealingKeys.sealUnder(id, random.bytes(PEPPER_BYTES), place);
  await stores.wrappedKeys.insert({ purpose, id, sealedKey, createdAtMillis });
}

function eventOf(act: Act, type: Operation["type"], target: string): Operation {
  return { ...act, type, target };
}

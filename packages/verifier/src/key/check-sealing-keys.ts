import type { UnitOfWork } from "../platform/unit-of-work.ts";
import { opensCanary, type SealingKey, type SealingKeys, sealCanary } from "./sealing-key.ts";
import type { SealingKeyStore } from "./sealing-key-store.ts";
import { type WrappedKeyPurpose, type WrappedKeyStore, wrappedKeyPlace } from "./wrapped-key.ts";

interface Stores {
  readonly sealingKeys: SealingKeyStore;
  readonly wrappedKeys: WrappedKeyStore;
}

/** The keys that an installation begins with, of each purpose by the id of the ring's key. */
export type FirstKeys = Readonly<Record<WrappedKeyPurpose, ReadonlyMap<string, Uint8Array>>>;

/** Whether the ring can open what the database holds. */
export type KeyCheck =
  | { readonly outcome: "fits" }
  | {
      readonly outcome: "refused";
      readonly reason: KeyFlaw;
      readonly keyIds: readonly string[];
    };

/**
 * What is wrong with a ring. `key_missing`: it lacks these keys. `key_wrong`: it has others by these
 * ids. `key_retired`: its current key was retired, and must not seal again.
 */
export type KeyFlaw = "key_missing" | "key_wrong" | "key_retired";

/**
 * Finds out whether the ring has every key that something may be sealed under, by the canaries of the
 * database. Changes nothing. A key that was retired, or prepared and never used, may be absent.
 */
export function compareKeys(ring: SealingKeys, known: readonly SealingKey[]): KeyCheck {
  const { currentId, ids } = ring.readRing();
  const retired = known.filter((key) => key.retiredAtMillis !== undefined);
  const revived = retired.filter((key) => key.id === currentId);
  if (revived.length > 0) return refusal("key_retired", revived);
  const needed = known.filter((key) => key.currentSinceMillis !== undefined);
  const live = needed.filter((key) => key.retiredAtMillis === undefined);
  const missing = live.filter((key) => !ids.includes(key.id));
  if (missing.length > 0) return refusal("key_missing", missing);
  const wrong = known.filter((key) => ids.includes(key.id) && !opensCanary(ring, key));
  return wrong.length > 0 ? refusal("key_wrong", wrong) : { outcome: "fits" };
}

/**
 * Compares the ring with the database as `compareKeys` does and, where it fits, gives canaries to the
 * keys that are new, and wraps the keys that an installation begins with. For every start of a process
 * that seals.
 */
export async function admitKeys(
  deps: { readonly sealingKeys: SealingKeys; readonly unitOfWork: UnitOfWork<Stores> },
  firstKeys: FirstKeys,
  nowMillis: number,
): Promise<KeyCheck> {
  return deps.unitOfWork.write(async (stores) => {
    await stores.sealingKeys.hold();
    const known = await stores.sealingKeys.list();
    const check = compareKeys(deps.sealingKeys, known);
    if (check.outcome === "refused") return check;
    await rememberRing(deps.sealingKeys, stores, nowMillis);
    await wrapFirst(deps.sealingKeys, stores.wrappedKeys, firstKeys, nowMillis);
    return check;
  });
}

async function rememberRing(
  ring: SealingKeys,
  { sealingKeys }: Stores,
  nowMillis: number,
): Promise<void> {
  const { currentId, ids } = ring.readRing();
  for (const id of ids) {
    await sealingKeys.insert({
      id,
      canary: sealCanary(ring, id),
      createdAtMillis: nowMillis,
      currentSinceMillis: undefined,
      retiredAtMillis: undefined,
    });
  }
  await sealingKeys.markCurrent(currentId, nowMillis);
}

async function wrapFirst(
  ring: SealingKeys,
  store: WrappedKeyStore,
  firstKeys: FirstKeys,
  createdAtMillis: number,
): Promise<void> {
  const present = new Set((await store.list()).map(({ purpose }) => purpose));
  for (const purpose of ["keyed_hash", "pepper"] as const) {
    if (present.has(purpose)) continue;
    for (const [id, key] of firstKeys[purpose]) {
      const sealedKey = ring.box.seal(key, wrappedKeyPlace(purpose, id));
      await store.insert({ purpose, id, sealedKey, createdAtMillis });
    }
  }
}

function refusal(reason: KeyFlaw, keys: readonly SealingKey[]): KeyCheck {
  return { outcome: "refused", reason, keyIds: keys.map((key) => key.id) };
}

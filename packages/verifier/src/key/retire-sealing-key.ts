import { type Operation, recordOperation } from "../audit/record-operation.ts";
import type { Random } from "../platform/random.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { countUnder } from "./reseal-records.ts";
import type { KeyRingFile, SealingKey, SealingKeys } from "./sealing-key.ts";

/**
 * How long a key must have been out of use. A process seals and commits within seconds of having looked
 * at the ring; the rest is for the operator to think again.
 */
export const RETIREMENT_MILLIS: number = 10 * 60_000;

interface Deps {
  readonly keyRingFile: KeyRingFile;
  readonly random: Random;
  readonly sealingKeys: SealingKeys;
  readonly unitOfWork: UnitOfWork<VerifierStores>;
}

/**
 * Why a key stays. `unknown_key`: no key of the ring has this id. `key_current`: it seals.
 * `key_needed`: records need it. `too_early`: it was current a moment ago.
 */
export type RetirementRefusal = "unknown_key" | "key_current" | "key_needed" | "too_early";

/**
 * Takes a key that nothing needs any more out of the ring. Backups made before it was replaced
 * need it still: whoever keeps them keeps a copy of it.
 */
export async function retireSealingKey(
  deps: Deps,
  input: Omit<Operation, "type" | "target" | "subjectId"> & { readonly keyId: string },
): Promise<{ readonly outcome: "retired" } | Refusal<RetirementRefusal>> {
  const { keyId, ...act } = input;
  const remaining = await countUnder(deps, keyId);
  const ended = await deps.unitOfWork.write(async (stores) => {
    await stores.sealingKeys.hold();
    const refusal = findRefusal(deps.sealingKeys, await stores.sealingKeys.list(), input);
    const operation: Operation = { ...act, type: "key.retired", target: keyId };
    if (refusal !== undefined) return recordOperation(deps, stores, operation, refuse(refusal));
    if (remaining > 0) return recordOperation(deps, stores, operation, refuse("key_needed"));
    await stores.sealingKeys.markRetired(keyId, act.atMillis);
    return recordOperation(deps, stores, operation, { outcome: "retired" as const });
  });
  // After the commit: a ring without a key that counts as needed would not start again.
  if (ended.outcome === "retired") deps.keyRingFile.removeKey(keyId);
  return ended;
}

function findRefusal(
  ring: SealingKeys,
  known: readonly SealingKey[],
  { keyId, atMillis }: { readonly keyId: string; readonly atMillis: number },
): RetirementRefusal | undefined {
  const { currentId, ids } = ring.readRing();
  if (!ids.includes(keyId)) return "unknown_key";
  if (keyId === currentId) return "key_current";
  const current = known.find((key) => key.id === currentId);
  const since = current?.currentSinceMillis ?? atMillis;
  return atMillis - since < RETIREMENT_MILLIS ? "too_early" : undefined;
}

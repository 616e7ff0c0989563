import { createSecretKey, type KeyObject } from "node:crypto";
import {
  type AesGcmSecretBox,
  KeyRingError,
  type KeyRingSource,
  type PepperSource,
} from "@twinlatch/platform-node";
import type { Storage } from "@twinlatch/storage";
import {
  admitKeys,
  type Clock,
  FaultError,
  type FirstKeys,
  type KeyCheck,
  type OpenedKeys,
  openWrappedKeys,
} from "@twinlatch/verifier";

interface Deps {
  readonly clock: Clock;
  readonly ring: KeyRingSource;
  readonly secretBox: AesGcmSecretBox;
  readonly storage: Storage;
}

/** The keys that lie in the database, sealed under the ring. */
export interface AdmittedKeys {
  /** Of what has to be recognised again. */
  readonly keyedHash: KeyObject;
  readonly peppers: PepperSource;
}

const MESSAGES: Readonly<Record<"key_missing" | "key_wrong" | "key_retired", string>> = {
  key_missing: "has not all the keys that this database was sealed under; missing:",
  key_wrong: "is of another installation: the database was sealed under other keys named",
  key_retired: "names a key current that was retired:",
};

/**
 * Refuses a ring that cannot open the database, and opens the keys that lie in it. The first
 * start of an installation puts them there.
 *
 * @throws KeyRingError `key_missing`, `key_wrong` or `key_retired`
 */
export async function admitKeyRing(deps: Deps): Promise<AdmittedKeys> {
  const { clock, ring, secretBox, storage } = deps;
  const ports = { sealingKeys: secretBox, unitOfWork: storage.unitOfWork };
  refuseKeys(await admitKeys(ports, firstKeysOf(ring), clock.nowMillis()));
  const [keyedHash] = (await openWrappedKeys(ports, "keyed_hash")).values();
  if (keyedHash === undefined) throw new FaultError("invariant_broken", "No key of keyed hashes");
  const load = () => openWrappedKeys(ports, "pepper");
  return {
    keyedHash: createSecretKey(keyedHash),
    peppers: livePeppers(ring, load, await load()),
  };
}

/** @throws KeyRingError when the check was refused */
export function refuseKeys(check: KeyCheck): void {
  if (check.outcome === "fits") return;
  const { keyIds, reason } = check;
  throw new KeyRingError(reason, `The key ring ${MESSAGES[reason]} ${keyIds.join(", ")}`);
}

/** They come from the ring, so that what was made with it before stays right. */
function firstKeysOf({ known }: KeyRingSource): FirstKeys {
  const bytesOf = (key: KeyObject) => new Uint8Array(key.export());
  const keyedHash = bytesOf(known.deriveCurrentSubKey("keyedHash"));
  const peppers = [...known.deriveSubKeys("pepper")];
  return {
    keyed_hash: new Map([[known.currentId, keyedHash]]),
    pepper: new Map(peppers.map(([id, key]) => [id, bytesOf(key)])),
  };
}

/** Follows the ring: once its current key changes, there is a new pepper of the same id. */
function livePeppers(
  ring: KeyRingSource,
  load: () => Promise<OpenedKeys>,
  first: OpenedKeys,
): PepperSource {
  let keys = first;
  const reload = async () => {
    keys = await load();
  };
  return {
    async current() {
      const { currentId } = ring.refresh();
      if (!keys.has(currentId)) await reload();
      const id = keys.has(currentId) ? currentId : [...keys.keys()].at(-1);
      const secret = id === undefined ? undefined : keys.get(id);
      if (id === undefined || secret === undefined) {
        throw new FaultError("invariant_broken", "There is no pepper");
      }
      return { id, secret };
    },
    known: (id) => keys.get(id),
    reload,
  };
}

import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { SealingKeys } from "./sealing-key.ts";
import { type WrappedKeyPurpose, type WrappedKeyStore, wrappedKeyPlace } from "./wrapped-key.ts";

/** Keys of one purpose in the open, 32 bytes each, by their ids, the oldest first. */
export type OpenedKeys = ReadonlyMap<string, Uint8Array>;

/**
 * Opens the wrapped keys of a purpose.
 *
 * @throws SecretUnreadableError when one does not open
 */
export async function openWrappedKeys(
  deps: {
    readonly sealingKeys: SealingKeys;
    readonly unitOfWork: UnitOfWork<{ readonly wrappedKeys: WrappedKeyStore }>;
  },
  purpose: WrappedKeyPurpose,
): Promise<OpenedKeys> {
  const wrapped = await deps.unitOfWork.read(({ wrappedKeys }) => wrappedKeys.list());
  return new Map(
    wrapped
      .filter((key) => key.purpose === purpose)
      .map(({ id, sealedKey }) => [
        id,
        deps.sealingKeys.box.open(sealedKey, wrappedKeyPlace(purpose, id)),
      ]),
  );
}

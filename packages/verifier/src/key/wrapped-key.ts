import type { SecretPlace } from "../platform/secret-box.ts";

/** What a wrapped key is for. */
export type WrappedKeyPurpose = "keyed_hash" | "pepper";

/**
 * A key that must outlive a change of the ring, because what was made with it cannot be made again
 * without the password or the code: it lies in the database, sealed under the ring like any secret.
 */
export interface WrappedKey {
  readonly purpose: WrappedKeyPurpose;
  /** The ring's key that was current when it was made. */
  readonly id: string;
  readonly sealedKey: Uint8Array;
  readonly createdAtMillis: number;
}

/** Where wrapped keys are kept. */
export interface WrappedKeyStore {
  /** All of them, of each purpose the oldest first. */
  list(): Promise<readonly WrappedKey[]>;
  /** Keeps a key. False when there is one of this purpose and id: it is left as it is. */
  insert(key: WrappedKey): Promise<boolean>;
}

/** Where a wrapped key is sealed for. */
export function wrappedKeyPlace(purpose: string, id: string): SecretPlace {
  return { projectId: "", subjectId: "", record: `wrapped_key/${purpose}/${id}`, field: "key" };
}

import { SecretUnreadableError } from "../platform/fault.ts";
import type { SecretBox, SecretPlace } from "../platform/secret-box.ts";

/** What the database knows of a key of the ring: never the key itself. */
export interface SealingKey {
  readonly id: string;
  /** A value that is the same for all keys, sealed under this one: only the right key opens it. */
  readonly canary: Uint8Array;
  readonly createdAtMillis: number;
  /** When it became the key that seals; undefined: prepared, and nothing was ever sealed under it. */
  readonly currentSinceMillis: number | undefined;
  /** When the last record that needed it was gone; from then on the ring may do without it. */
  readonly retiredAtMillis: number | undefined;
}

/** The keys of the ring that seals, as far as the rules may see them. */
export interface SealingKeys {
  /** The newest ring: read again when it changed. */
  readRing(): { readonly currentId: string; readonly ids: readonly string[] };
  /** Seals under one key of the ring, which need not be the current one. */
  sealUnder(keyId: string, plaintext: Uint8Array, place: SecretPlace): Uint8Array;
  /** What everything sealed under this key begins with, and nothing else does. */
  prefixOf(keyId: string): Uint8Array;
  readonly box: SecretBox;
}

/** The file of the key ring. Each change replaces the whole file durably, or leaves it as it was. */
export interface KeyRingFile {
  /** Adds a random key and makes it current. */
  addCurrentKey(keyId: string): void;
  /** Makes a key that is in the ring the current one. */
  makeCurrent(keyId: string): void;
  /** Adds a random key that seals nothing yet. */
  addKey(keyId: string): void;
  /** Takes a key out; does nothing when it is not there. */
  removeKey(keyId: string): void;
}

/** "twinlatch" in ASCII. */
const CANARY = Uint8Array.of(0x74, 0x77, 0x69, 0x6e, 0x6c, 0x61, 0x74, 0x63, 0x68);

/** Makes the canary of a key. */
export function sealCanary(keys: SealingKeys, keyId: string): Uint8Array {
  return keys.sealUnder(keyId, CANARY, canaryPlace(keyId));
}

/** Whether the ring's key of this id is the one that sealed the canary. */
export function opensCanary(keys: SealingKeys, key: SealingKey): boolean {
  try {
    keys.box.open(key.canary, canaryPlace(key.id));
    return true;
  } catch (error) {
    if (error instanceof SecretUnreadableError) return false;
    throw error;
  }
}

function canaryPlace(keyId: string): SecretPlace {
  return { projectId: "", subjectId: "", record: `sealing_key/${keyId}`, field: "canary" };
}

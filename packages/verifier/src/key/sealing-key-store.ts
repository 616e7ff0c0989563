import type { SealingKey } from "./sealing-key.ts";

/** What the database knows of the keys of the ring, by their ids. No id is ever used twice. */
export interface SealingKeyStore {
  /** Keeps everybody else who holds the keys waiting until this transaction ends. */
  hold(): Promise<void>;
  /** All of them, the oldest first. */
  list(): Promise<readonly SealingKey[]>;
  /** Remembers a key. False when there is one of this id: it is left as it is. */
  insert(key: SealingKey): Promise<boolean>;
  /** Remembers since when a key seals. False when that is known, or the key is not. */
  markCurrent(keyId: string, nowMillis: number): Promise<boolean>;
  /** Remembers that nothing needs the key any more. False when that is known, or the key is not. */
  markRetired(keyId: string, nowMillis: number): Promise<boolean>;
}

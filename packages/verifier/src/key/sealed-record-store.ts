import type { SecretPlace } from "../platform/secret-box.ts";

/** A sealed value with the place it is sealed for. */
export interface SealedRecord {
  /** The primary key of its row. */
  readonly key: readonly string[];
  readonly place: SecretPlace;
  readonly sealed: Uint8Array;
}

/** Which sealed values are meant: those of a table that begin with something else. */
export interface OtherThan {
  readonly table: string;
  readonly prefix: Uint8Array;
}

/** Every sealed value of the database, whatever it belongs to. */
export interface SealedRecordStore {
  /** The tables with sealed values. */
  readonly tables: readonly string[];
  /** At most `limit` of them in the order of their keys, those after `after`. */
  listOtherThan(
    which: OtherThan & { readonly after: readonly string[] | undefined; readonly limit: number },
  ): Promise<readonly SealedRecord[]>;
  countOtherThan(which: OtherThan): Promise<number>;
  /** How many values begin with `prefix`. */
  countUnder(which: OtherThan): Promise<number>;
  /** Puts `resealed` in the place of a value that nobody changed since it was read. False otherwise. */
  replace(table: string, record: SealedRecord, resealed: Uint8Array): Promise<boolean>;
}

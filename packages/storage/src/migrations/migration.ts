import type { Compilable, Kysely } from "kysely";
import type { DialectWords } from "../database.ts";
import type { Schema } from "../schema/schema.ts";

/** One numbered step of the schema. Never edited once released. */
export interface Migration {
  /** 1, 2, 3 … in the order of application. */
  readonly number: number;
  readonly name: string;
  /**
   * The oldest binary that still works once this is applied, named by the newest migration it knows.
   * A step that only adds serves older binaries; one that takes away waits a release, until nothing
   * older than `servesFrom` runs.
   */
  readonly servesFrom: number;
  /** Its statements, in order. They run in one transaction. */
  statements(db: Kysely<Schema>, words: DialectWords): readonly Compilable[];
}

import type { Migration } from "./migration.ts";

/** What is known of the ring's keys, and the keys that outlive them. Only adds. */
export const sealingKeys: Migration = {
  number: 5,
  name: "005-sealing-keys",
  servesFrom: 1,
  statements: (db, words) => [
    db.schema
      .createTable("sealing_key")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("canary", words.bytes, (column) => column.notNull())
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addColumn("current_since_millis", words.integer)
      .addColumn("retired_at_millis", words.integer)
      .modifyEnd(words.keyedTableEnd),
    db.schema
      .createTable("wrapped_key")
      .addColumn("purpose", "text", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("sealed_key", words.bytes, (column) => column.notNull())
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addPrimaryKeyConstraint("wrapped_key_key", ["purpose", "id"])
      .modifyEnd(words.keyedTableEnd),
  ],
};

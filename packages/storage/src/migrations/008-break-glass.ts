import type { Migration } from "./migration.ts";

/** Codes that an operator makes for somebody who is locked out. Only adds. */
export const breakGlass: Migration = {
  number: 8,
  name: "008-break-glass",
  servesFrom: 1,
  statements: (db, words) => [
    db.schema
      .createTable("break_glass_code")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("code_hash", "text", (column) => column.notNull())
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addColumn("expires_at_millis", words.integer, (column) => column.notNull())
      .addColumn("used_at_millis", words.integer)
      .addPrimaryKeyConstraint("break_glass_code_key", ["project_id", "subject_id"])
      .modifyEnd(words.keyedTableEnd),
  ],
};

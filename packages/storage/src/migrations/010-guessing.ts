import type { Migration } from "./migration.ts";

/** Doubted passwords, and wrong codes in a row of each authenticator. Only adds. */
export const guessing: Migration = {
  number: 10,
  name: "010-guessing",
  servesFrom: 1,
  statements: (db, words) => [
    db.schema
      .createTable("password_doubt")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("noted_at_millis", words.integer, (column) => column.notNull())
      .addColumn("retired_at_millis", words.integer)
      .addPrimaryKeyConstraint("password_doubt_key", ["project_id", "subject_id"])
      .modifyEnd(words.keyedTableEnd),
    db.schema
      .alterTable("totp_factor")
      .addColumn("consecutive_failures", words.integer, (column) => column.notNull().defaultTo(0)),
  ],
};

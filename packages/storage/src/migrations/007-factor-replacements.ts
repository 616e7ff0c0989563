import type { Migration } from "./migration.ts";

/**
 * Authenticators replaced after a wait. From here on an authenticator can be suspended: an older binary
 * would take an account whose authenticators all are for one without, so none older may run.
 */
export const factorReplacements: Migration = {
  number: 7,
  name: "007-factor-replacements",
  servesFrom: 7,
  statements: (db, words) => [
    db.schema
      .createTable("factor_replacement")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("factor_id", "text", (column) => column.notNull())
      .addColumn("token_digest", "text", (column) => column.notNull())
      .addColumn("requested_at_millis", words.integer, (column) => column.notNull())
      .addColumn("ready_at_millis", words.integer, (column) => column.notNull())
      .addColumn("expires_at_millis", words.integer, (column) => column.notNull())
      .addColumn("completed_at_millis", words.integer)
      .addColumn("ip", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("factor_replacement_key", ["project_id", "subject_id"])
      .modifyEnd(words.keyedTableEnd),
    db.schema
      .createIndex("factor_replacement_by_expires_at_millis")
      .on("factor_replacement")
      .column("expires_at_millis"),
  ],
};

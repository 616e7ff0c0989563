import type { Migration } from "./migration.ts";

/** Browsers that a subject is known in. Only adds. */
export const recognisedBrowsers: Migration = {
  number: 3,
  name: "003-recognised-browsers",
  servesFrom: 1,
  statements: (db, words) => [
    db.schema
      .createTable("recognised_browser")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("token_digest", "text", (column) => column.notNull())
      .addColumn("last_factor_id", "text")
      .addColumn("issued_at_millis", words.integer, (column) => column.notNull())
      .addPrimaryKeyConstraint("recognised_browser_key", [
        "project_id",
        "subject_id",
        "token_digest",
      ])
      .modifyEnd(words.keyedTableEnd),
    db.schema
      .createIndex("recognised_browser_by_issue")
      .on("recognised_browser")
      .column("issued_at_millis"),
  ],
};

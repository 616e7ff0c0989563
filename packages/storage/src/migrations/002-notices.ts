import type { Migration } from "./migration.ts";

/** Notices that wait to be sent, and the language they are written in. Only adds. */
export const notices: Migration = {
  number: 2,
  name: "002-notices",
  servesFrom: 1,
  statements: (db, words) => [
    db.schema
      .createTable("notice")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("account_id", "text", (column) => column.notNull())
      .addColumn("sealed_message", words.bytes, (column) => column.notNull())
      .addColumn("due_at_millis", words.integer, (column) => column.notNull())
      .addColumn("attempts", words.integer, (column) => column.notNull())
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addColumn("expires_at_millis", words.integer, (column) => column.notNull())
      .modifyEnd(words.keyedTableEnd),
    db.schema.createIndex("notice_by_due").on("notice").column("due_at_millis"),
    db.schema
      .createTable("account_language")
      .addColumn("account_id", "text", (column) =>
        column.primaryKey().notNull().references("account.id").onDelete("cascade"),
      )
      .addColumn("language", "text", (column) => column.notNull())
      .modifyEnd(words.keyedTableEnd),
  ],
};

import type { Migration } from "./migration.ts";

/** Answers that are kept for a few minutes, for whoever lost them and asks again. Only adds. */
export const keptAnswers: Migration = {
  number: 13,
  name: "013-kept-answers",
  servesFrom: 1,
  statements: (db, words) => [
    db.schema
      .createTable("kept_answer")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("body_hash", "text", (column) => column.notNull())
      .addColumn("sealed_answer", words.bytes)
      .addColumn("session_id", "text")
      .addColumn("other_bodies", words.integer, (column) => column.notNull())
      .addColumn("expires_at_millis", words.integer, (column) => column.notNull())
      .modifyEnd(words.keyedTableEnd),
    db.schema.createIndex("kept_answer_by_expiry").on("kept_answer").column("expires_at_millis"),
  ],
};

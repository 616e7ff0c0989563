import type { Migration } from "./migration.ts";

/**
 * Several acts approved by one answer: the first stays in `challenge`, where older binaries look for it;
 * what they open and answer approves that one alone. Only adds.
 */
export const challengeActs: Migration = {
  number: 12,
  name: "012-challenge-acts",
  servesFrom: 1,
  statements: (db, words) => [
    db.schema
      .createTable("challenge_act")
      .addColumn("challenge_id", "text", (column) =>
        column.notNull().references("challenge.id").onDelete("cascade"),
      )
      .addColumn("number", words.integer, (column) => column.notNull())
      .addColumn("action", "text", (column) => column.notNull())
      .addColumn("target", "text", (column) => column.notNull())
      .addColumn("params_hash", "text", (column) => column.notNull())
      .addColumn("proof_spent_at_millis", words.integer)
      .addPrimaryKeyConstraint("challenge_act_key", ["challenge_id", "number"])
      .modifyEnd(words.keyedTableEnd),
    db.schema.alterTable("challenge").addColumn("approved_acts", words.integer),
  ],
};

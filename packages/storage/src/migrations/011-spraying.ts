import type { Migration } from "./migration.ts";

/** How many accounts are guessed at in an hour, and the alarm when there are too many. Only adds. */
export const spraying: Migration = {
  number: 11,
  name: "011-spraying",
  servesFrom: 1,
  statements: (db, words) => [
    db.schema
      .createTable("suspect_hour")
      .addColumn("start_millis", words.integer, (column) => column.primaryKey().notNull())
      .addColumn("suspects", words.integer, (column) => column.notNull())
      .addColumn("is_alarmed", words.integer, (column) => column.notNull())
      .modifyEnd(words.tableEnd),
    db.schema
      .createTable("spraying_alarm")
      .addColumn("id", words.integer, (column) => column.primaryKey().notNull())
      .addColumn("until_millis", words.integer, (column) => column.notNull())
      .modifyEnd(words.tableEnd),
  ],
};

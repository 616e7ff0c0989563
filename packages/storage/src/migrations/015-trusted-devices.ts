import type { Migration } from "./migration.ts";

/** Devices that a subject trusts. Only adds. */
export const trustedDevices: Migration = {
  number: 15,
  name: "015-trusted-devices",
  servesFrom: 1,
  statements: (db, words) => [
    db.schema
      .createTable("trusted_device")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("slot", words.integer, (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("series_digest", "text", (column) => column.notNull())
      .addColumn("secret_digest", "text", (column) => column.notNull())
      .addColumn("predecessor_digest", "text")
      .addColumn("predecessor_salt", "text")
      .addColumn("trusted_at_millis", words.integer, (column) => column.notNull())
      .addColumn("used_at_millis", words.integer, (column) => column.notNull())
      .addColumn("ip", "text", (column) => column.notNull())
      .addColumn("user_agent", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("trusted_device_key", ["project_id", "subject_id", "slot"])
      .modifyEnd(words.keyedTableEnd),
    db.schema
      .createIndex("trusted_device_by_trust")
      .on("trusted_device")
      .column("trusted_at_millis"),
  ],
};

import { type Compilable, type Kysely, sql } from "kysely";
import type { DialectWords } from "../database.ts";
import type { Schema } from "../schema/schema.ts";
import type { Migration } from "./migration.ts";

/**
 * Phones, the codes that are texted to them, and what was decided about each text. An older binary would
 * let an account in whose only factor is a phone, so none is served any more.
 */
export const textMessages: Migration = {
  number: 14,
  name: "014-text-messages",
  servesFrom: 14,
  statements: (db, words) => [
    ...phones(db, words),
    ...codes(db, words),
    ...texts(db, words),
    ...volumes(db, words),
  ],
};

function phones(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("phone_factor")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("label", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("is_default", words.integer, (column) => column.notNull())
      .addColumn("sealed_number", words.bytes, (column) => column.notNull())
      .addColumn("number_key", "text", (column) => column.notNull())
      .addColumn("hint", "text", (column) => column.notNull())
      .addColumn("channel", "text", (column) => column.notNull())
      .addColumn("session_id", "text", (column) => column.notNull())
      .addColumn("confirm_attempts", words.integer, (column) => column.notNull().defaultTo(0))
      .addColumn("consecutive_failures", words.integer, (column) => column.notNull().defaultTo(0))
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addColumn("expires_at_millis", words.integer, (column) => column.notNull())
      .addColumn("last_used_at_millis", words.integer)
      .addPrimaryKeyConstraint("phone_factor_key", ["project_id", "subject_id", "id"])
      .modifyEnd(words.keyedTableEnd),
    db.schema
      .createIndex("phone_factor_pending")
      .on("phone_factor")
      .column("expires_at_millis")
      .where(sql<boolean>`status = 'pending'`),
  ];
}

function codes(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("sms_code")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("bound_to", "text", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("phone_id", "text", (column) => column.notNull())
      .addColumn("code_hash", "text", (column) => column.notNull())
      .addColumn("text_id", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addColumn("expires_at_millis", words.integer, (column) => column.notNull())
      .addPrimaryKeyConstraint("sms_code_key", ["project_id", "subject_id", "bound_to", "id"])
      .modifyEnd(words.keyedTableEnd),
    index(db, "sms_code", ["expires_at_millis"]),
  ];
}

function texts(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("text_message")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("purpose", "text", (column) => column.notNull())
      .addColumn("channel", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("cause", "text")
      .addColumn("number_key", "text", (column) => column.notNull())
      .addColumn("country", "text")
      .addColumn("prefix", "text", (column) => column.notNull())
      .addColumn("address_block", "text", (column) => column.notNull())
      .addColumn("sealed_message", words.bytes)
      .addColumn("provider", "text")
      .addColumn("provider_message_id", "text")
      .addColumn("number_attempt", "text")
      .addColumn("subject_attempt", "text")
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addColumn("expires_at_millis", words.integer, (column) => column.notNull())
      .addColumn("claimed_at_millis", words.integer)
      .addColumn("redeemed_at_millis", words.integer)
      .modifyEnd(words.keyedTableEnd),
    // Only what is under way: a few rows, whatever the table holds.
    db.schema
      .createIndex("text_message_under_way")
      .on("text_message")
      .columns(["status", "created_at_millis"])
      .where(sql<boolean>`status in ('waiting', 'handing_over')`),
    index(db, "text_message", ["created_at_millis"]),
    index(db, "text_message", ["provider_message_id"]),
    index(db, "text_message", ["project_id", "subject_id"]),
  ];
}

function volumes(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("text_volume")
      .addColumn("scope", "text", (column) => column.notNull())
      .addColumn("length_millis", words.integer, (column) => column.notNull())
      .addColumn("starts_at_millis", words.integer, (column) => column.notNull())
      .addColumn("sent", words.integer, (column) => column.notNull())
      .addColumn("redeemed", words.integer, (column) => column.notNull().defaultTo(0))
      .addPrimaryKeyConstraint("text_volume_key", ["scope", "length_millis", "starts_at_millis"])
      .modifyEnd(words.keyedTableEnd),
    index(db, "text_volume", ["starts_at_millis"]),
    db.schema
      .createTable("prefix_suspension")
      .addColumn("prefix", "text", (column) => column.primaryKey().notNull())
      .addColumn("noted_at_millis", words.integer, (column) => column.notNull())
      .addColumn("until_millis", words.integer, (column) => column.notNull())
      .modifyEnd(words.keyedTableEnd),
  ];
}

function index(db: Kysely<Schema>, table: string, columns: readonly string[]): Compilable {
  return db.schema
    .createIndex(`${table}_by_${columns.join("_")}`)
    .on(table)
    .columns([...columns]);
}

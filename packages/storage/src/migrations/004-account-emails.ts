import { type Compilable, type Kysely, sql } from "kysely";
import type { DialectWords } from "../database.ts";
import type { Schema } from "../schema/schema.ts";
import type { Migration } from "./migration.ts";

/**
 * Several addresses an account, password resets, and finding the challenges of one subject. A binary
 * that does not know the addresses would make accounts without one, so none older may run.
 */
export const accountEmails: Migration = {
  number: 4,
  name: "004-account-emails",
  servesFrom: 4,
  statements: (db, words) => [
    ...emails(db, words),
    ...emailAdditions(db, words),
    ...passwordResets(db, words),
    db.schema
      .createIndex("challenge_by_subject")
      .on("challenge")
      .columns(["project_id", "subject_id"]),
  ],
};

function emails(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("account_email")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("account_id", "text", (column) =>
        column.notNull().references("account.id").onDelete("cascade"),
      )
      .addColumn("email", "text", (column) => column.notNull())
      .addColumn("email_key", "text", (column) => column.notNull().unique())
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .modifyEnd(words.keyedTableEnd),
    db.schema.createIndex("account_email_by_account").on("account_email").column("account_id"),
    db
      .insertInto("account_email")
      .columns(["id", "account_id", "email", "email_key", "created_at_millis"])
      .expression((eb) =>
        eb
          .selectFrom("account")
          .select([
            sql<string>`'eml_' || substr(id, 5)`.as("email_id"),
            "id as account_id",
            "email",
            "email_key",
            "created_at_millis",
          ]),
      ),
  ];
}

function emailAdditions(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("email_addition")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("account_id", "text", (column) =>
        column.notNull().references("account.id").onDelete("cascade"),
      )
      .addColumn("session_id", "text", (column) => column.notNull())
      .addColumn("email", "text", (column) => column.notNull())
      .addColumn("email_key", "text", (column) => column.notNull())
      .addColumn("code_hash", "text")
      .addColumn("attempts", words.integer, (column) => column.notNull())
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addColumn("expires_at_millis", words.integer, (column) => column.notNull())
      .modifyEnd(words.keyedTableEnd),
    db.schema
      .createIndex("email_addition_by_account")
      .on("email_addition")
      .columns(["account_id", "session_id"]),
    db.schema
      .createIndex("email_addition_by_expiry")
      .on("email_addition")
      .column("expires_at_millis"),
  ];
}

function passwordResets(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("password_reset")
      .addColumn("requested_for", "text", (column) => column.primaryKey().notNull())
      .addColumn("account_id", "text", (column) =>
        column.references("account.id").onDelete("cascade"),
      )
      .addColumn("token_digest", "text", (column) => column.notNull().unique())
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addColumn("expires_at_millis", words.integer, (column) => column.notNull())
      .modifyEnd(words.keyedTableEnd),
    db.schema
      .createIndex("password_reset_by_expiry")
      .on("password_reset")
      .column("expires_at_millis"),
  ];
}

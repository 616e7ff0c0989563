import { type Compilable, type Kysely, sql } from "kysely";
import type { DialectWords } from "../database.ts";
import type { Schema } from "../schema/schema.ts";
import type { Migration } from "./migration.ts";

/** Accounts, sessions and the second factors of the first release. Serves every binary there is. */
export const firstSlice: Migration = {
  number: 1,
  name: "001-first-slice",
  servesFrom: 1,
  statements: (db, words) => [
    ...accounts(db, words),
    ...sessions(db, words),
    ...signUps(db, words),
    ...totpFactors(db, words),
    ...recoveryCodes(db, words),
    ...challenges(db, words),
    ...budgetsAndSettings(db, words),
    ...auditEvents(db, words),
  ],
};

function accounts(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("account")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("email", "text", (column) => column.notNull())
      .addColumn("email_key", "text", (column) => column.notNull().unique())
      .addColumn("password_hash", "text", (column) => column.notNull())
      .addColumn("is_installation_admin", words.integer, (column) => column.notNull())
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .modifyEnd(words.keyedTableEnd),
    // Of two first accounts made at the same moment only one can be the admin.
    db.schema
      .createIndex("account_only_admin")
      .on("account")
      .column("is_installation_admin")
      .unique()
      .where("is_installation_admin", "=", sql.lit(1)),
  ];
}

function sessions(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("session")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("account_id", "text", (column) =>
        column.notNull().references("account.id").onDelete("cascade"),
      )
      .addColumn("token_digest", "text", (column) => column.notNull().unique())
      .addColumn("amr", "text", (column) => column.notNull())
      .addColumn("authenticated_at_millis", words.integer, (column) => column.notNull())
      .addColumn("second_factor_at_millis", words.integer)
      .addColumn("is_recovery", words.integer, (column) => column.notNull())
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addColumn("last_used_at_millis", words.integer, (column) => column.notNull())
      .addColumn("ip", "text", (column) => column.notNull())
      .addColumn("user_agent", "text", (column) => column.notNull())
      .modifyEnd(words.keyedTableEnd),
    index(db, "session", ["account_id", "created_at_millis"]),
    index(db, "session", ["last_used_at_millis"]),
  ];
}

function signUps(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("sign_up")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("token_digest", "text", (column) => column.notNull().unique())
      .addColumn("email", "text", (column) => column.notNull())
      .addColumn("email_key", "text", (column) => column.notNull())
      .addColumn("password_hash", "text", (column) => column.notNull())
      .addColumn("code_hash", "text")
      .addColumn("attempts", words.integer, (column) => column.notNull())
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addColumn("expires_at_millis", words.integer, (column) => column.notNull())
      .modifyEnd(words.keyedTableEnd),
    index(db, "sign_up", ["expires_at_millis"]),
  ];
}

function totpFactors(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("totp_factor")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("label", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("is_default", words.integer, (column) => column.notNull())
      .addColumn("algorithm", "text", (column) => column.notNull())
      .addColumn("digits", words.integer, (column) => column.notNull())
      .addColumn("period_seconds", words.integer, (column) => column.notNull())
      .addColumn("sealed_secret", words.bytes, (column) => column.notNull())
      .addColumn("last_step", words.integer, (column) => column.notNull())
      .addColumn("session_id", "text", (column) => column.notNull())
      .addColumn("confirm_attempts", words.integer, (column) => column.notNull().defaultTo(0))
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addColumn("expires_at_millis", words.integer, (column) => column.notNull())
      .addColumn("last_used_at_millis", words.integer)
      .addPrimaryKeyConstraint("totp_factor_key", ["project_id", "subject_id", "id"])
      .modifyEnd(words.keyedTableEnd),
    db.schema
      .createIndex("totp_factor_pending")
      .on("totp_factor")
      .column("expires_at_millis")
      .where(sql<boolean>`status = 'pending'`),
  ];
}

function recoveryCodes(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("recovery_code_set")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addColumn("acknowledged_at_millis", words.integer)
      .addPrimaryKeyConstraint("recovery_code_set_key", ["project_id", "subject_id"])
      .modifyEnd(words.keyedTableEnd),
    db.schema
      .createTable("recovery_code")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("set_id", "text", (column) => column.notNull())
      .addColumn("slot", words.integer, (column) => column.notNull())
      .addColumn("hash", "text", (column) => column.notNull())
      .addColumn("used_at_millis", words.integer)
      .addPrimaryKeyConstraint("recovery_code_key", ["project_id", "subject_id", "set_id", "slot"])
      .addForeignKeyConstraint(
        "recovery_code_of_set",
        ["project_id", "subject_id"],
        "recovery_code_set",
        ["project_id", "subject_id"],
        (constraint) => constraint.onDelete("cascade"),
      )
      .modifyEnd(words.keyedTableEnd),
  ];
}

function challenges(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("challenge")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("purpose", "text", (column) => column.notNull())
      .addColumn("bound_to", "text", (column) => column.notNull())
      .addColumn("kinds", "text", (column) => column.notNull())
      .addColumn("action", "text")
      .addColumn("target", "text")
      .addColumn("params_hash", "text")
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("attempts", words.integer, (column) => column.notNull())
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addColumn("expires_at_millis", words.integer, (column) => column.notNull())
      .addColumn("proof_digest", "text", (column) => column.unique())
      .addColumn("proof_expires_at_millis", words.integer)
      .addColumn("proof_spent_at_millis", words.integer)
      .modifyEnd(words.keyedTableEnd),
    index(db, "challenge", ["expires_at_millis"]),
  ];
}

function budgetsAndSettings(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("attempt_budget")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("lane", "text", (column) => column.notNull())
      .addColumn("entries", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("attempt_budget_key", ["project_id", "subject_id", "lane"])
      .modifyEnd(words.keyedTableEnd),
    db.schema
      .createIndex("attempt_budget_newest")
      .on("attempt_budget")
      .column(sql`substr(entries, 1, 13)`),
    db.schema
      .createTable("sign_in_setting")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("value", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("sign_in_setting_key", ["project_id", "subject_id"])
      .modifyEnd(words.keyedTableEnd),
  ];
}

function auditEvents(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("audit_event")
      .addColumn("sequence", words.sequence)
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("at_millis", words.integer, (column) => column.notNull())
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text")
      .addColumn("type", "text", (column) => column.notNull())
      .addColumn("outcome", "text", (column) => column.notNull())
      .addColumn("reason", "text")
      .addColumn("session_id", "text")
      .addColumn("challenge_id", "text")
      .addColumn("factor_id", "text")
      .addColumn("factor_kind", "text")
      .addColumn("factor_label", "text")
      .addColumn("target", "text")
      .addColumn("ip", "text", (column) => column.notNull())
      .addColumn("user_agent", "text", (column) => column.notNull())
      .addColumn("request_id", "text", (column) => column.notNull())
      .modifyEnd(words.tableEnd),
    index(db, "audit_event", ["project_id", "subject_id", "sequence"]),
  ];
}

function index(db: Kysely<Schema>, table: string, columns: readonly string[]): Compilable {
  return db.schema
    .createIndex(`${table}_by_${columns.join("_")}`)
    .on(table)
    .columns([...columns]);
}

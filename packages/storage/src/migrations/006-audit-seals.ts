import { type Compilable, type Kysely, sql } from "kysely";
import type { DialectWords } from "../database.ts";
import type { Schema } from "../schema/schema.ts";
import type { Migration } from "./migration.ts";

/** The chains over the audit events, and what is signed of them. Only adds. */
export const auditSeals: Migration = {
  number: 6,
  name: "006-audit-seals",
  servesFrom: 1,
  statements: (db, words) => [...seals(db, words), ...heads(db, words), ...sealer(db, words)],
};

function seals(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("audit_seal")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("position", words.integer, (column) => column.notNull())
      .addColumn("sequence", words.integer, (column) => column.notNull().unique())
      .addColumn("subject_hash", "text")
      .addColumn("hash", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("audit_seal_key", ["project_id", "position"])
      .modifyEnd(words.keyedTableEnd),
    db.schema
      .createTable("audit_chain")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("position", words.integer, (column) => column.notNull())
      .addColumn("hash", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("audit_chain_key", ["project_id", "subject_id"])
      .modifyEnd(words.keyedTableEnd),
  ];
}

function heads(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("audit_head")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("position", words.integer, (column) => column.notNull())
      .addColumn("hash", "text", (column) => column.notNull())
      .addColumn("at_millis", words.integer, (column) => column.notNull())
      .addColumn("key_id", "text", (column) => column.notNull())
      .addColumn("signature", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("audit_head_key", ["project_id", "kind", "position"])
      .modifyEnd(words.keyedTableEnd),
  ];
}

function sealer(db: Kysely<Schema>, words: DialectWords): readonly Compilable[] {
  return [
    db.schema
      .createTable("audit_sealer")
      .addColumn("id", words.integer, (column) => column.primaryKey().notNull())
      .addColumn("round", words.integer, (column) => column.notNull())
      .addColumn("settled_sequence", words.integer, (column) => column.notNull())
      .modifyEnd(words.tableEnd),
    db.insertInto("audit_sealer").values({
      id: sql.lit(1),
      round: sql.lit(0),
      settled_sequence: sql.lit(0),
    }),
  ];
}

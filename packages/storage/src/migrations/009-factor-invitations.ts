import type { Migration } from "./migration.ts";

/** Links by which a second person on an account enrols an authenticator. */
export const factorInvitations: Migration = {
  number: 9,
  name: "009-factor-invitations",
  servesFrom: 7,
  statements: (db, words) => [
    db.schema
      .createTable("factor_invitation")
      .addColumn("project_id", "text", (column) => column.notNull())
      .addColumn("subject_id", "text", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("token_digest", "text", (column) => column.notNull().unique())
      .addColumn("created_at_millis", words.integer, (column) => column.notNull())
      .addColumn("expires_at_millis", words.integer, (column) => column.notNull())
      .addColumn("factor_id", "text")
      .addColumn("enrolled_at_millis", words.integer)
      .addColumn("ip", "text")
      .addPrimaryKeyConstraint("factor_invitation_key", ["project_id", "subject_id", "id"])
      .modifyEnd(words.keyedTableEnd),
    db.schema
      .createIndex("factor_invitation_by_expires_at_millis")
      .on("factor_invitation")
      .column("expires_at_millis"),
  ],
};

import { DatabaseSync, type SQLOutputValue } from "node:sqlite";

/** An audit event as the database holds it; null where it has no such field. */
export interface RecordedEvent {
  readonly id: string;
  readonly atMillis: number;
  readonly projectId: string;
  readonly subjectId: string | null;
  readonly type: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly sessionId: string | null;
  readonly challengeId: string | null;
  readonly factorId: string | null;
  readonly factorKind: string | null;
  readonly factorLabel: string | null;
  readonly target: string | null;
  readonly ip: string;
  readonly userAgent: string;
  readonly requestId: string;
}

/** One row, by column. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

export type Rows = Readonly<Record<string, readonly Row[]>>;

/** Looks at the tables of a SQLite file past the storage's own code. */
export class DatabaseRows {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file, { readOnly: true });
  }

  /** Every row of every table but the migrations. */
  all(): Rows {
    const tables = this.#read("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .map(({ name }) => String(name))
      .filter((name) => name !== "schema_migration" && !name.startsWith("sqlite_"))
      .toSorted();
    return Object.fromEntries(
      tables.map((table) => [table, this.#read(`SELECT * FROM "${table}" ORDER BY 1, 2`)]),
    );
  }

  /** The same without the counts of attempts, which a refusal and a fault may leave changed. */
  uncounted(): Rows {
    const { attempt_budget: _budgets, ...tables } = this.all();
    return Object.fromEntries(
      Object.entries(tables).map(([table, rows]) => [
        table,
        rows.map(({ attempts: _attempts, confirm_attempts: _confirmations, ...row }) => row),
      ]),
    );
  }

  /** The audit events, oldest first. */
  events(): readonly RecordedEvent[] {
    return this.#read("SELECT * FROM audit_event ORDER BY sequence").map(toEvent);
  }

  close(): void {
    this.#database.close();
  }

  #read(sql: string): readonly Row[] {
    return this.#database.prepare(sql).all();
  }
}

function toEvent(row: Row): RecordedEvent {
  const text = (column: string) => {
    const value = row[column];
    return typeof value === "string" ? value : null;
  };
  return {
    id: text("id") ?? "",
    atMillis: Number(row["at_millis"]),
    projectId: text("project_id") ?? "",
    subjectId: text("subject_id"),
    type: text("type") ?? "",
    outcome: text("outcome") ?? "",
    reason: text("reason"),
    sessionId: text("session_id"),
    challengeId: text("challenge_id"),
    factorId: text("factor_id"),
    factorKind: text("factor_kind"),
    factorLabel: text("factor_label"),
    target: text("target"),
    ip: text("ip") ?? "",
    userAgent: text("user_agent") ?? "",
    requestId: text("request_id") ?? "",
  };
}

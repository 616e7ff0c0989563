import type { DatabaseReader } from "./database-reader.ts";

/** What a test looks at of an audit event. */
export interface AuditRow {
  readonly sequence: number;
  readonly type: string;
  readonly outcome: "allowed" | "refused";
  readonly reason: string | null;
}

/** The newest sequence number; 0 where nothing has happened. */
export async function newestAudit(database: DatabaseReader): Promise<number> {
  const [row] = await database.query<{ newest: number | null }>(
    "SELECT max(sequence) AS newest FROM audit_event",
  );
  return row?.newest ?? 0;
}

/** The events after `sequence`, oldest first. */
export function auditAfter(
  database: DatabaseReader,
  sequence: number,
): Promise<readonly AuditRow[]> {
  return database.query<AuditRow>(
    "SELECT sequence, type, outcome, reason FROM audit_event WHERE sequence > $1 ORDER BY sequence",
    sequence,
  );
}

/** Wrong codes that were compared: the guesses that a budget has to bound. */
export function wrongGuesses(events: readonly AuditRow[]): readonly AuditRow[] {
  return events.filter(({ reason }) => reason === "invalid_code");
}

/** The events of one type that were allowed. */
export function allowed(events: readonly AuditRow[], type: string): readonly AuditRow[] {
  return events.filter((event) => event.type === type && event.outcome === "allowed");
}

/** How many rows of a table there are. */
export async function countRows(database: DatabaseReader, table: string): Promise<number> {
  const [row] = await database.query<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`);
  return row?.rows ?? 0;
}

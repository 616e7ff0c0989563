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

/** An event with the user agent it was caused by. */
export interface NamedAuditRow extends AuditRow {
  readonly user_agent: string;
}

/** Every event there is, oldest first. */
export function allAudit(database: DatabaseReader): Promise<readonly NamedAuditRow[]> {
  return database.query<NamedAuditRow>(
    "SELECT sequence, type, outcome, reason, user_agent FROM audit_event ORDER BY sequence",
  );
}

/** Counted attempts on second factors since `sinceMillis`, of everybody, recovery codes included. */
export async function countAttempts(database: DatabaseReader, sinceMillis = 1): Promise<number> {
  const rows = await database.query<{ entries: string }>(
    "SELECT entries FROM attempt_budget WHERE lane IN ('code', 'recognised_code', 'recovery_code')",
  );
  // An entry is 13 digits of milliseconds and 8 letters; unused ones are at time zero.
  const times = rows.flatMap(({ entries }) => entries.match(/[0-9]{13}/g) ?? []);
  return times.filter((time) => Number(time) >= sinceMillis).length;
}

import SqliteDriver, { type Database as Driver, SqliteError, type Statement } from "better-sqlite3";
import type { CompiledQuery } from "kysely";
import type { StatementResult } from "../executor.ts";

/** One SQLite connection. Throws what the driver throws. */
export class SqliteConnection {
  readonly #driver: Driver;
  // Preparing costs more than running, and the code holds a fixed set of SQL texts.
  readonly #statements = new Map<string, Statement<unknown[]>>();

  /** `timeoutMillis` bounds how long a statement blocks for another process's lock. */
  constructor(file: string, options: { readonly: boolean; timeoutMillis: number }) {
    const { readonly, timeoutMillis } = options;
    this.#driver = new SqliteDriver(file, { readonly, timeout: timeoutMillis });
  }

  get isInTransaction(): boolean {
    return this.#driver.inTransaction;
  }

  /** Sets a PRAGMA, such as `foreign_keys = ON`. */
  configure(pragma: string): void {
    this.#driver.pragma(pragma);
  }

  execute<Row>({
    sql,
    parameters,
  }: Pick<CompiledQuery<Row>, "sql" | "parameters">): StatementResult<Row> {
    const statement = this.#prepare(sql);
    if (!statement.reader) {
      return { rows: [], affectedRows: statement.run(...parameters).changes };
    }
    const rows = statement.all(...parameters) as Row[];
    return { rows, affectedRows: 0 };
  }

  close(): void {
    this.#driver.close();
  }

  #prepare(sql: string): Statement<unknown[]> {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#driver.prepare<unknown[]>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** Whether a statement failed because another process has the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof SqliteError && error.code.startsWith("SQLITE_BUSY");
}

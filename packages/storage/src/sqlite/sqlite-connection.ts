import SqliteDriver, { type Database as Driver, SqliteError, type Statement } from "better-sqlite3";
import type { SqlText, StatementResult } from "../executor.ts";

/** One SQLite connection. Throws what the driver throws. */
export class SqliteConnection {
  readonly #driver: Driver;
  // Preparing costs more than running, and the code holds a fixed set of SQL texts.
  readonly #statements = new Map<string, Statement>();

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

  execute({ sql, parameters }: SqlText): StatementResult<unknown> {
    const statement = this.#prepare(sql);
    if (!statement.reader) {
      return { rows: [], affectedRows: statement.run(...parameters).changes };
    }
    return { rows: statement.all(...parameters), affectedRows: 0 };
  }

  close(): void {
    this.#driver.close();
  }

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#driver.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** Whether a statement failed because another process has the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof SqliteError && error.code.startsWith("SQLITE_BUSY");
}

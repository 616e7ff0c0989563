import { StorageUnavailableError } from "@twinlatch/verifier";
import { Pool, type PoolClient, TypeOverrides, types } from "pg";
import type { RunStatement, SqlText, StatementResult } from "../executor.ts";
import { toStorageFault } from "../storage-fault.ts";

// Whoever asks hears within two seconds that the database does not answer.
const CONNECT_TIMEOUT_MILLIS = 1_500;
const STATEMENT_TIMEOUT_MILLIS = 1_500;
/** For a server that went silent: it would have ended the statement itself by then. */
const ANSWER_TIMEOUT_MILLIS = 1_800;
/** A process stopped in the middle of a transaction must not keep its row locks. */
const IDLE_TRANSACTION_TIMEOUT_MILLIS = 5_000;

export interface PostgresPoolOptions {
  /** Most connections at a time. */
  readonly size: number;
  /** Whether the server refuses every write. Default false. */
  readonly isReadOnly?: boolean;
  /** Whether a statement may take as long as it likes. Default false. */
  readonly isUnlimited?: boolean;
}

/** Connections to one PostgreSQL database. Every error leaves as a `StorageUnavailableError`. */
export class PostgresPool {
  readonly #pool: Pool;
  #ended: Promise<void> | undefined;
  readonly #statementNames = new Map<string, string>();

  constructor(url: string, options: PostgresPoolOptions) {
    this.#pool = new Pool({
      connectionString: url,
      max: options.size,
      application_name: "twinlatch",
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MILLIS,
      // A reader locks nothing, and one that copies everything may have to wait for a disk.
      ...(options.isReadOnly === true
        ? {}
        : { idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MILLIS }),
      ...(options.isUnlimited === true
        ? {}
        : {
            statement_timeout: STATEMENT_TIMEOUT_MILLIS,
            query_timeout: ANSWER_TIMEOUT_MILLIS,
          }),
      ...(options.isReadOnly === true ? { options: "-c default_transaction_read_only=on" } : {}),
      types: readWholeNumbers(),
    });
    // A connection that breaks reports it to the statement in flight, and to these listeners, without
    // which the process would end. The pool replaces it.
    this.#pool.on("error", ignore);
    this.#pool.on("connect", (client) => client.on("error", ignore));
  }

  /** Runs one statement, committed by itself. */
  async execute(statement: SqlText): Promise<StatementResult<unknown>> {
    const client = await this.#connect();
    let isBroken = true;
    try {
      const result = await this.#run(client, statement);
      isBroken = false;
      return result;
    } finally {
      client.release(isBroken);
    }
  }

  /** Runs `work` in a transaction: committed when it resolves, rolled back when it throws. */
  async transaction<T>(
    work: (run: RunStatement) => Promise<T>,
    isolation: "read committed" | "repeatable read" = "read committed",
  ): Promise<T> {
    const client = await this.#connect();
    let isBroken = true;
    try {
      await this.#run(client, { sql: `begin isolation level ${isolation}`, parameters: [] });
      const result = await work((statement) => this.#run(client, statement));
      await this.#run(client, { sql: "commit", parameters: [] });
      isBroken = false;
      return result;
    } catch (error) {
      // Where a statement failed, the connection may be silent: closing it rolls back too, unasked.
      isBroken = error instanceof StorageUnavailableError || !(await this.#rollBack(client));
      throw error;
    } finally {
      client.release(isBroken);
    }
  }

  /** Waits for what is running and closes every connection. */
  end(): Promise<void> {
    this.#ended ??= this.#pool.end();
    return this.#ended;
  }

  async #connect(): Promise<PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw new StorageUnavailableError("The database cannot be reached", { cause: error });
    }
  }

  /** False when not even this was possible: the server rolls back when the connection closes. */
  async #rollBack(client: PoolClient): Promise<boolean> {
    try {
      await this.#run(client, { sql: "rollback", parameters: [] });
      return true;
    } catch {
      return false;
    }
  }

  async #run(client: PoolClient, { sql, parameters }: SqlText): Promise<StatementResult<unknown>> {
    // A named statement is parsed and planned once per connection.
    const name = parameters.length === 0 ? {} : { name: this.#nameOf(sql) };
    try {
      const { rows, rowCount } = await client.query({
        ...name,
        text: sql,
        values: [...parameters],
      });
      return { rows, affectedRows: rowCount ?? 0 };
    } catch (error) {
      throw toStorageFault(error);
    }
  }

  #nameOf(sql: string): string {
    let name = this.#statementNames.get(sql);
    if (name === undefined) {
      name = `s${this.#statementNames.size}`;
      this.#statementNames.set(sql, name);
    }
    return name;
  }
}

/** Whole numbers of 64 bits arrive as text: ours are times and counts, exact as JavaScript numbers. */
function readWholeNumbers(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.INT8, Number);
  return overrides;
}

function ignore(): void {}

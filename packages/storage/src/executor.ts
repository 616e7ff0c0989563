import { StorageUnavailableError } from "@twinlatch/verifier";
import type { CompiledQuery, Kysely } from "kysely";
import type { Schema } from "./schema/schema.ts";
import { toStorageFault } from "./storage-fault.ts";

/** What a statement gave back. */
export interface StatementResult<Row> {
  readonly rows: readonly Row[];
  /** Rows that an insert, update or delete changed. Without meaning for a select. */
  readonly affectedRows: number;
}

/** Where stores run their statements. */
export interface Executor {
  /** Builds and compiles statements for the dialect; runs nothing itself. */
  readonly builder: Kysely<Schema>;
  /**
   * Whether the database takes one writing transaction at a time: then no row needs to be held, and what is
   * numbered is committed in the order of its numbers.
   */
  readonly hasOneWriter: boolean;
  /** @throws StorageUnavailableError whatever the driver's error was */
  execute<Row>(statement: CompiledQuery<Row>): Promise<StatementResult<Row>>;
}

/** A statement as the driver takes it. */
export type SqlText = Pick<CompiledQuery, "sql" | "parameters">;

/** Runs one statement. Throws what the driver throws. */
export type RunStatement = (statement: SqlText) => Promise<StatementResult<unknown>>;

/**
 * Lets `work` run statements until it settles.
 *
 * Fails when any statement did, even if `work` swallowed the error: what cannot be recorded does not
 * happen. Refuses statements after the end, so that a promise nobody awaited cannot write
 * into a later unit of work.
 */
export async function runWork<T>(
  { builder, hasOneWriter }: Pick<Executor, "builder" | "hasOneWriter">,
  run: RunStatement,
  work: (executor: Executor) => Promise<T>,
): Promise<T> {
  let hasEnded = false;
  let failure: StorageUnavailableError | undefined;
  const executor: Executor = {
    builder,
    hasOneWriter,
    async execute<Row>(statement: CompiledQuery<Row>) {
      if (hasEnded) throw new StorageUnavailableError("The unit of work has ended");
      try {
        const { rows, affectedRows } = await run(statement);
        // Kysely names the rows by the row types, which the migrations and the stores keep true.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        return { rows: rows as readonly Row[], affectedRows };
      } catch (error) {
        failure ??= toStorageFault(error);
        throw failure;
      }
    },
  };
  try {
    const result = await work(executor);
    if (failure !== undefined) throw failure;
    return result;
  } finally {
    hasEnded = true;
  }
}

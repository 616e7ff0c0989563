import type { RawBuilder } from "kysely";
import type { Executor } from "./executor.ts";
import type { TableShape } from "./table-shape.ts";

/** The dialect's words for what the two databases name differently. */
export interface DialectWords {
  /** A whole number that holds milliseconds since 1970. */
  readonly integer: "integer" | "bigint";
  readonly bytes: "blob" | "bytea";
  /** A primary key that numbers rows and never gives a number twice. */
  readonly sequence: RawBuilder<unknown>;
  /** What an insert says before its values, to number a row of a `sequence` itself. */
  readonly ownSequence: RawBuilder<unknown>;
  /** Lets the numbers of a column go on after the greatest; undefined where they do by themselves. */
  continueSequence(table: string, column: string): RawBuilder<unknown> | undefined;
  /** What ends a `create table` whose rows are stored in the order of their primary key. */
  readonly keyedTableEnd: RawBuilder<unknown>;
  /** What ends any other `create table`. */
  readonly tableEnd: RawBuilder<unknown>;
}

/**
 * One database, whatever its dialect. Every error of the driver leaves it as a
 * `StorageUnavailableError` with its cause; what `work` throws by itself passes unchanged.
 */
export interface Database {
  readonly words: DialectWords;
  /** Runs `work` in one transaction, durable when this resolves. */
  write<T>(work: (executor: Executor) => Promise<T>): Promise<T>;
  /** Runs `work` on committed data, each statement on its own; a write in it fails. */
  read<T>(work: (executor: Executor) => Promise<T>): Promise<T>;
  /** Like `read`, all statements on what was committed when it began, however long it takes. */
  snapshot<T>(work: (executor: Executor) => Promise<T>): Promise<T>;
  /** What the tables look like. */
  listTables(executor: Executor): Promise<readonly TableShape[]>;
  /** Like `write`, alone among all processes that migrate and without limits of time. */
  migrate<T>(work: (executor: Executor) => Promise<T>): Promise<T>;
  /** Finishes what was begun and lets go of the database. */
  close(): Promise<void>;
}

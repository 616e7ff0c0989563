import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from "kysely";
import type { Database, DialectWords } from "../database.ts";
import { runWork } from "../executor.ts";
import type { Schema } from "../schema/schema.ts";
import { PostgresPool } from "./postgres-pool.ts";
import { listPostgresTables } from "./postgres-tables.ts";

const DEFAULT_POOL_SIZE = 10;
/** Names the lock that migrating processes take: "twin" in ASCII. Never changes. */
const MIGRATION_LOCK = 0x7477696e;

const WORDS: DialectWords = {
  integer: "bigint",
  bytes: "bytea",
  sequence: sql`bigint generated always as identity primary key`,
  ownSequence: sql`overriding system value`,
  continueSequence: (table, column) => sql`
    select setval(pg_get_serial_sequence(${table}, ${column}),
      greatest((select max(${sql.ref(column)}) from ${sql.table(table)}), 1),
      exists (select 1 from ${sql.table(table)}))`,
  keyedTableEnd: sql``,
  tableEnd: sql``,
};

/**
 * Opens a PostgreSQL database (15 or later). Connects when first used.
 *
 * Transactions are READ COMMITTED: every decision is one conditional statement, so a stricter level
 * would only add failures to retry. Writes and reads have a pool each, of `poolSize` connections: a
 * reading connection cannot write, and reads go on while every writing one waits for a lock.
 */
export function openPostgres(url: string, poolSize: number = DEFAULT_POOL_SIZE): Database {
  const builder = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  const on = { builder, hasOneWriter: false };
  const writers = new PostgresPool(url, { size: poolSize });
  const readers = new PostgresPool(url, { size: poolSize, isReadOnly: true });
  return {
    words: WORDS,
    write: (work) => writers.transaction((run) => runWork(on, run, work)),
    read: (work) => runWork(on, (statement) => readers.execute(statement), work),
    async snapshot(work) {
      const pool = new PostgresPool(url, { size: 1, isUnlimited: true, isReadOnly: true });
      try {
        return await pool.transaction((run) => runWork(on, run, work), "repeatable read");
      } finally {
        await pool.end();
      }
    },
    listTables: listPostgresTables,
    async migrate(work) {
      const migrators = new PostgresPool(url, { size: 1, isUnlimited: true });
      try {
        return await migrators.transaction(async (run) => {
          await run(sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.compile(builder));
          return runWork(on, run, work);
        });
      } finally {
        await migrators.end();
      }
    },
    async close() {
      await Promise.all([writers.end(), readers.end()]);
    },
  };
}

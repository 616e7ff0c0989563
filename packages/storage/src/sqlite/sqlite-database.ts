import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from "kysely";
import type { Database, DialectWords } from "../database.ts";
import { runWork } from "../executor.ts";
import type { Schema } from "../schema/schema.ts";
import { toStorageFault } from "../storage-fault.ts";
import { Checkpointer } from "./checkpointer.ts";
import { GroupCommit } from "./group-commit.ts";
import { SqliteConnection } from "./sqlite-connection.ts";
import { listSqliteTables } from "./sqlite-tables.ts";

/** Readers wait only in the moments in which another process recovers or resets the log. */
const BUSY_TIMEOUT_MILLIS = 2_000;

const WORDS: DialectWords = {
  integer: "integer",
  bytes: "blob",
  sequence: sql`integer primary key autoincrement`,
  ownSequence: sql``,
  continueSequence: () => undefined,
  // One tree instead of two, a table and the index of its key: each write touches fewer pages.
  keyedTableEnd: sql`strict, without rowid`,
  // Without `strict` SQLite stores any type in any column.
  tableEnd: sql`strict`,
};

/**
 * Opens a SQLite file, creating it (0600) and its folder (0700) when they are missing.
 *
 * One connection writes and another reads, so that a read never waits behind an open transaction
 * and cannot write by mistake.
 *
 * @throws StorageUnavailableError when the file cannot be opened
 */
export function openSqlite(file: string): Database {
  try {
    createPrivately(file);
    const writer = openWriter(file);
    return sqliteDatabase(writer, openReader(file), file);
  } catch (error) {
    throw toStorageFault(error);
  }
}

function sqliteDatabase(
  writer: SqliteConnection,
  reader: SqliteConnection,
  file: string,
): Database {
  const builder = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  const on = { builder, hasOneWriter: true };
  const checkpointer = new Checkpointer(file);
  const groupCommit = new GroupCommit(builder, writer, (works) => checkpointer.noteCommit(works));
  return {
    words: WORDS,
    write: (work) => groupCommit.run(work),
    // A writing transaction is alone anyway.
    migrate: (work) => groupCommit.run(work),
    read: (work) => runWork(on, async (statement) => reader.execute(statement), work),
    async snapshot(work) {
      // A connection of its own: a transaction on the shared one would hold everybody's reads in the past.
      const connection = openReader(file);
      try {
        connection.execute({ sql: "BEGIN", parameters: [] });
        return await runWork(on, async (statement) => connection.execute(statement), work);
      } finally {
        connection.close();
      }
    },
    listTables: listSqliteTables,
    async close() {
      await groupCommit.close();
      await checkpointer.close();
      // The writer goes last: only it can fold the write-ahead log into the file.
      reader.close();
      writer.close();
    },
  };
}

function openReader(file: string): SqliteConnection {
  return new SqliteConnection(file, { readonly: true, timeoutMillis: BUSY_TIMEOUT_MILLIS });
}

function openWriter(file: string): SqliteConnection {
  const timeoutMillis = BUSY_TIMEOUT_MILLIS;
  const writer = new SqliteConnection(file, { readonly: false, timeoutMillis });
  writer.configure("journal_mode = WAL");
  // Survive a power cut, not only a crash: what was answered stays answered.
  writer.configure("synchronous = FULL");
  writer.configure("fullfsync = ON");
  writer.configure("foreign_keys = ON");
  writer.configure("trusted_schema = OFF");
  // What the savepoints of a group commit keep to roll back goes to temporary files otherwise: three
  // quarters of all writes under load, for what a crash forgets anyway.
  writer.configure("temp_store = MEMORY");
  // A batch of writes touches some hundred pages: room for what it needs again. The log grows no longer
  // than this, of which the checkpointer has copied most into the file by then. Both are bounds, both 32 MiB.
  writer.configure("cache_size = -32768");
  writer.configure("wal_autocheckpoint = 8192");
  // From here on the group commit waits for locks, without blocking.
  writer.configure("busy_timeout = 0");
  return writer;
}

/** SQLite gives its log and index the mode of the file, so the file must have it first. */
function createPrivately(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
}

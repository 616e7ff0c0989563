import { sql } from "kysely";
import type { Database } from "../database.ts";
import type { Executor } from "../executor.ts";
import { sortByReference, type TableShape } from "../table-shape.ts";
import { type BackupItem, toBackupValue } from "./backup-item.ts";
import { isKept } from "./backup-rules.ts";

const PAGE_ROWS = 1_000;

/**
 * Reads every row that a backup keeps, all from one moment, while others go on writing. Tables come after
 * those they point at.
 *
 * @throws StorageUnavailableError when the database fails in between
 */
export async function readRows(
  database: Database,
  visit: (item: BackupItem) => Promise<void>,
): Promise<void> {
  await database.snapshot(async (executor) => {
    const tables = sortByReference(await database.listTables(executor));
    for (const table of tables) if (isKept(table.name)) await readTable(executor, table, visit);
  });
}

async function readTable(
  executor: Executor,
  table: TableShape,
  visit: (item: BackupItem) => Promise<void>,
): Promise<void> {
  const { name, columns, key } = table;
  await visit({ table: name, columns });
  const keys = sql.join(key.map((column) => sql.ref(column)));
  let after: readonly unknown[] | undefined;
  for (;;) {
    const isLater = after === undefined ? sql`` : sql`where (${keys}) > (${sql.join(after)})`;
    const page = sql<Record<string, unknown>>`
      select ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(name)}
      ${isLater} order by ${keys} limit ${sql.lit(PAGE_ROWS)}`;
    const { rows } = await executor.execute(page.compile(executor.builder));
    for (const row of rows) {
      await visit({ row: columns.map((column) => toBackupValue(row[column])) });
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = key.map((column) => last[column]);
  }
}

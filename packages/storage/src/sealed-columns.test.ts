import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { openMigrated, TEST_DATABASES } from "../../../tests/storage/test-databases.ts";
import { openDatabase } from "./open-database.ts";
import { NEVER_RESEALED, SEALED_COLUMNS } from "./sealed-columns.ts";

const BYTES = {
  SQLite: sql<Row>`
    select m.name || '.' || c.name as name from sqlite_master m, pragma_table_info(m.name) c
    where m.type = 'table' and c.type = 'BLOB' collate nocase`,
  PostgreSQL: sql<Row>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = current_schema() and data_type = 'bytea'`,
} as const;

interface Row {
  readonly name: string;
}

describe.each(TEST_DATABASES)("the columns of bytes on $name", (testDatabase) => {
  let names: readonly string[];
  beforeAll(async () => {
    const tasks: (() => Promise<void>)[] = [];
    const { config } = await openMigrated(testDatabase, (task) => void tasks.unshift(task));
    const database = openDatabase(config);
    const query = BYTES[testDatabase.name === "SQLite" ? "SQLite" : "PostgreSQL"];
    const { rows } = await database.read(({ builder, execute }) => execute(query.compile(builder)));
    names = rows.map(({ name }) => name);
    await database.close();
    for (const task of tasks) await task();
  });

  it("R-078: are all sealed again by a change of keys, or named with the reason why not", () => {
    const sealed = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);
    expect(names.toSorted()).toEqual([...sealed, ...Object.keys(NEVER_RESEALED)].toSorted());
  });
});

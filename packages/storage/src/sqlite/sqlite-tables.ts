import { type RawBuilder, sql } from "kysely";
import type { Executor } from "../executor.ts";
import type { TableShape } from "../table-shape.ts";

interface ColumnRow {
  readonly table: string;
  readonly column: string;
  /** Place in the primary key, from 1; 0: not part of it. */
  readonly keyPlace: number;
  readonly isSequence: number;
}

const COLUMNS = sql<ColumnRow>`
  select m.name as "table", c.name as "column", c.pk as "keyPlace",
    c.pk > 0 and instr(lower(m.sql), 'autoincrement') > 0 as "isSequence"
  from sqlite_master m, pragma_table_info(m.name) c
  where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\'
  order by m.name, c.cid`;

const REFERENCES = sql<{ readonly table: string; readonly target: string }>`
  select distinct m.name as "table", f."table" as target
  from sqlite_master m, pragma_foreign_key_list(m.name) f where m.type = 'table'`;

/** Every table of the database, by name. */
export async function listSqliteTables(executor: Executor): Promise<readonly TableShape[]> {
  const run = async <Row>(query: RawBuilder<Row>) =>
    (await executor.execute<Row>(query.compile(executor.builder))).rows;
  const [columns, references] = [await run(COLUMNS), await run(REFERENCES)];
  return [...new Set(columns.map(({ table }) => table))].map((name) => {
    const own = columns.filter(({ table }) => table === name);
    const key = own.filter(({ keyPlace }) => keyPlace > 0);
    return {
      name,
      columns: own.map(({ column }) => column),
      key: key.toSorted((a, b) => a.keyPlace - b.keyPlace).map(({ column }) => column),
      references: references.filter(({ table }) => table === name).map(({ target }) => target),
      sequence: own.find(({ isSequence }) => isSequence === 1)?.column,
    };
  });
}

import { type RawBuilder, sql } from "kysely";
import type { Executor } from "../executor.ts";
import type { TableShape } from "../table-shape.ts";

interface ColumnRow {
  readonly table: string;
  readonly column: string;
  readonly isSequence: boolean;
}

interface LinkRow {
  readonly table: string;
  readonly target: string;
}

const COLUMNS = sql<ColumnRow>`
  select c.table_name as "table", c.column_name as "column", c.is_identity = 'YES' as "isSequence"
  from information_schema.columns c
  join information_schema.tables t using (table_schema, table_name)
  where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
  order by c.table_name, c.ordinal_position`;

const KEYS = sql<LinkRow>`
  select r.relname as "table", a.attname as target
  from pg_index i
  join pg_class r on r.oid = i.indrelid and r.relnamespace = current_schema()::regnamespace
  cross join lateral unnest(i.indkey) with ordinality as k(number, place)
  join pg_attribute a on a.attrelid = r.oid and a.attnum = k.number
  where i.indisprimary order by r.relname, k.place`;

const REFERENCES = sql<LinkRow>`
  select distinct r.relname as "table", f.relname as target
  from pg_constraint c
  join pg_class r on r.oid = c.conrelid and r.relnamespace = current_schema()::regnamespace
  join pg_class f on f.oid = c.confrelid
  where c.contype = 'f'`;

/** Every table of the current schema, by name. */
export async function listPostgresTables(executor: Executor): Promise<readonly TableShape[]> {
  const run = async <Row>(query: RawBuilder<Row>) =>
    (await executor.execute<Row>(query.compile(executor.builder))).rows;
  const [columns, keys, references] = [await run(COLUMNS), await run(KEYS), await run(REFERENCES)];
  const targetsIn = (rows: readonly LinkRow[], name: string) =>
    rows.filter(({ table }) => table === name).map(({ target }) => target);
  return [...new Set(columns.map(({ table }) => table))].map((name) => {
    const own = columns.filter(({ table }) => table === name);
    return {
      name,
      columns: own.map(({ column }) => column),
      key: targetsIn(keys, name),
      references: targetsIn(references, name),
      sequence: own.find(({ isSequence }) => isSequence)?.column,
    };
  });
}

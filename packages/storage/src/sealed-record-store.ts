import type { OtherThan, SealedRecordStore } from "@twinlatch/verifier";
import { type RawBuilder, sql } from "kysely";
import type { Executor } from "./executor.ts";
import { SEALED_COLUMNS, type SealedColumn } from "./sealed-columns.ts";

const COLUMNS_BY_TABLE: ReadonlyMap<string, SealedColumn> = new Map(
  SEALED_COLUMNS.map((column) => [column.table, column]),
);

/** Every sealed value, by the list of columns that hold them. */
export function sealedRecordStore(executor: Executor): SealedRecordStore {
  const run = async <Row>(statement: RawBuilder<Row>) =>
    executor.execute<Row>(statement.compile(executor.builder));
  const count = async (which: OtherThan, operator: RawBuilder<unknown>) => {
    const { rows } = await run(sql<{ count: number }>`
      select count(*) as count from ${sql.table(which.table)}
      where ${beginning(which)} ${operator} ${bytesOf(which)}`);
    return rows[0]?.count ?? 0;
  };
  return {
    tables: SEALED_COLUMNS.map(({ table }) => table),
    async listOtherThan({ after, limit, ...which }) {
      const { column, key, place } = columnOf(which.table);
      const keys = sql.join(key.map((name) => sql.ref(name)));
      const isLater = after === undefined ? sql`` : sql`and (${keys}) > (${sql.join(after)})`;
      const { rows } = await run(sql<Record<string, string> & { sealed: Uint8Array }>`
        select ${keys}, ${sql.ref(column)} as sealed from ${sql.table(which.table)}
        where ${beginning(which)} <> ${bytesOf(which)} ${isLater}
        order by ${keys} limit ${sql.lit(limit)}`);
      return rows.map((row) => {
        const values = key.map((name) => row[name] ?? "");
        return { key: values, place: place(values), sealed: new Uint8Array(row.sealed) };
      });
    },
    countOtherThan: (which) => count(which, sql`<>`),
    countUnder: (which) => count(which, sql`=`),
    async replace(table, record, resealed) {
      const { column, key } = columnOf(table);
      const isRow = key.map((name, index) => sql`${sql.ref(name)} = ${record.key[index]}`);
      const { affectedRows } = await run(sql`
        update ${sql.table(table)} set ${sql.ref(column)} = ${Buffer.from(resealed)}
        where ${sql.join(isRow, sql` and `)} and ${sql.ref(column)} = ${Buffer.from(record.sealed)}`);
      return affectedRows === 1;
    },
  };
}

function columnOf(table: string): SealedColumn {
  const column = COLUMNS_BY_TABLE.get(table);
  if (column === undefined) throw new RangeError(`The table ${table} has no sealed column`);
  return column;
}

function beginning({ table, prefix }: OtherThan): RawBuilder<unknown> {
  return sql`substr(${sql.ref(columnOf(table).column)}, 1, ${sql.lit(prefix.length)})`;
}

function bytesOf({ prefix }: OtherThan): RawBuilder<unknown> {
  return sql`${Buffer.from(prefix)}`;
}

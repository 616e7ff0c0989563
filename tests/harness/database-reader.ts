import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Client, types } from "pg";

/** Looks at the tables from outside, past the server and its own storage code. */
export interface DatabaseReader {
  /** Runs a query of plain SQL that both databases take; parameters are `$1`, `$2` … */
  query<Row>(sql: string, ...parameters: readonly (string | number)[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** Reads a SQLite file that a server has made. */
export function readSqlite(file: string): DatabaseReader {
  let database: DatabaseSync | undefined;
  return {
    async query<Row>(sql: string, ...parameters: readonly (string | number)[]) {
      if (!existsSync(file)) throw new Error(`There is no database ${file} yet`);
      database ??= new DatabaseSync(file, { timeout: 5_000 });
      const named = parameters.map((value, index) => [`$${index + 1}`, value]);
      return database.prepare(sql).all(Object.fromEntries(named)) as Row[];
    },
    async close() {
      database?.close();
    },
  };
}

/** Reads a PostgreSQL database. */
export function readPostgres(connectionString: string): DatabaseReader {
  let connected: Promise<Client> | undefined;
  const connect = async () => {
    const client = new Client({
      connectionString,
      // Counts and times fit a number; the driver would give text.
      types: {
        getTypeParser: (id, format) =>
          id === types.builtins.INT8 ? Number : types.getTypeParser(id, format),
      },
    });
    await client.connect();
    return client;
  };
  return {
    async query<Row>(sql: string, ...parameters: readonly (string | number)[]) {
      connected ??= connect();
      const { rows } = await (await connected).query(sql, [...parameters]);
      return rows as Row[];
    },
    async close() {
      await (await connected)?.end();
    },
  };
}

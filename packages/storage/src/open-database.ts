import type { Database } from "./database.ts";
import { openPostgres } from "./postgres/postgres-database.ts";
import { openSqlite } from "./sqlite/sqlite-database.ts";

/** Where the data are kept. */
export type StorageConfig =
  | {
      readonly kind: "sqlite";
      /** Path of the database file; it and its folder are created when missing. */
      readonly file: string;
    }
  | {
      readonly kind: "postgres";
      /** `postgres://user:password@host:port/database`, PostgreSQL 15 or later. */
      readonly url: string;
      /** Connections for writing, and as many for reading. Default 10. */
      readonly poolSize?: number | undefined;
    };

/** Opens the database that the configuration names. */
export function openDatabase(config: StorageConfig): Database {
  return config.kind === "sqlite"
    ? openSqlite(config.file)
    : openPostgres(config.url, config.poolSize);
}

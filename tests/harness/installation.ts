import { rm } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";
import { isSlowRun } from "../rounds.ts";
import { createMigratedDatabase } from "../storage/migrated-database.ts";
import { type DatabaseReader, readPostgres, readSqlite } from "./database-reader.ts";
import { ServerClock } from "./server-clock.ts";
import { type RunningServer, type ServerOptions, startServer } from "./start-server.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

export type StorageKind = "sqlite" | "postgres";

/** Both databases, for `describe.each`. */
export const STORAGE_KINDS: readonly StorageKind[] = ["sqlite", "postgres"];

/**
 * For `describe.each`: both databases under `npm run test:slow`, else the one on which the suite fails
 * first. For suites over HTTP of rules whose stores are raced and killed on both in every run.
 */
export function storageKinds(first: StorageKind): readonly StorageKind[] {
  return STORAGE_KINDS.filter((kind) => kind === first || isSlowRun());
}

/** One database with its keys and clock, and the server processes on it. */
export interface Installation {
  readonly dataFolder: string;
  /** Of all its processes. */
  readonly clock: ServerClock;
  readonly database: DatabaseReader;
  /** What the processes are started with; a PostgreSQL URL holds a password. */
  readonly storage: ServerOptions["storage"];
  /** Starts one more process. */
  start(env?: Readonly<Record<string, string>>): Promise<RunningServer>;
  /** Ends all its processes and deletes its files. */
  stop(): Promise<void>;
}

/** Makes an empty installation; on PostgreSQL a database of the test run's server, with its schema. */
export async function createInstallation(
  kind: StorageKind,
  postgresUrl?: string,
): Promise<Installation> {
  const dataFolder = await makeTemporaryFolder("installation");
  const storage = await createStorage(kind, postgresUrl);
  const database =
    storage === "sqlite" ? readSqlite(join(dataFolder, "twinlatch.db")) : readPostgres(storage);
  const servers: RunningServer[] = [];
  return {
    dataFolder,
    clock: new ServerClock(join(dataFolder, "test-clock")),
    database,
    storage,
    async start(env) {
      const server = await startServer({ storage, dataFolder, ...(env ? { env } : {}) });
      servers.push(server);
      return server;
    },
    async stop() {
      await database.close();
      const stopped = await Promise.allSettled(servers.map((server) => server.stop()));
      await rm(dataFolder, { recursive: true, force: true });
      for (const result of stopped) if (result.status === "rejected") throw result.reason;
    },
  };
}

async function createStorage(
  kind: StorageKind,
  postgresUrl: string | undefined,
): Promise<ServerOptions["storage"]> {
  if (kind === "sqlite") return "sqlite";
  const url = await createMigratedDatabase(postgresUrl ?? inject("postgresUrl"));
  if (!url.startsWith("postgres")) throw new Error("This is no PostgreSQL URL");
  return `postgres${url.slice("postgres".length)}`;
}

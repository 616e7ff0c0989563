import { rm } from "node:fs/promises";
import { join } from "node:path";
import { openStorage, type Storage, type StorageConfig } from "@twinlatch/storage";
import { inject, onTestFinished } from "vitest";
import { makeTemporaryFolder } from "../harness/temporary-folder.ts";
import { createDatabase } from "../postgres/create-database.ts";
import { createMigratedDatabase } from "./migrated-database.ts";

/** Remembers what must be undone once a database is not needed any more. */
export type CleanUp = (task: () => Promise<void>) => void;

/** A kind of database that every test of storage runs on. */
export interface TestDatabase {
  readonly name: string;
  /** Creates an empty one, for the running test by default. */
  create(cleanUp?: CleanUp): Promise<StorageConfig>;
  /** Creates one that has its schema already, where making that takes long. */
  createReady(cleanUp?: CleanUp): Promise<StorageConfig>;
}

const createSqlite: TestDatabase["create"] = async (cleanUp) => ({
  kind: "sqlite",
  file: join(await openTemporaryFolder(cleanUp), "twinlatch.db"),
});

export const TEST_DATABASES: readonly TestDatabase[] = [
  { name: "SQLite", create: createSqlite, createReady: createSqlite },
  {
    name: "PostgreSQL",
    create: async () => ({ kind: "postgres", url: await createDatabase(inject("postgresUrl")) }),
    createReady: async () => ({
      kind: "postgres",
      url: await createMigratedDatabase(inject("postgresUrl")),
    }),
  },
];

/** Creates a folder, for the running test by default. */
export async function openTemporaryFolder(cleanUp: CleanUp = onTestFinished): Promise<string> {
  const folder = await makeTemporaryFolder("storage");
  cleanUp(() => rm(folder, { recursive: true }));
  return folder;
}

/** Opens and migrates a database of its own, for the running test by default. */
export async function openMigrated(
  database: TestDatabase,
  cleanUp: CleanUp = onTestFinished,
): Promise<{ storage: Storage; config: StorageConfig }> {
  const config = await database.createReady(cleanUp);
  const storage = openStorage(config);
  cleanUp(() => storage.close());
  await storage.migrate();
  return { storage, config };
}

/** Undoes in reverse order what was remembered. For suites that share a database: `afterAll`. */
export function collectCleanUp(): { cleanUp: CleanUp; run: () => Promise<void> } {
  const tasks: (() => Promise<void>)[] = [];
  return {
    cleanUp: (task) => void tasks.unshift(task),
    run: async () => {
      for (const task of tasks) await task();
    },
  };
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStorage, type Storage, type StorageConfig } from "@twinlatch/storage";
import { inject, onTestFinished } from "vitest";
import { createDatabase } from "../postgres/create-database.ts";

/** Remembers what must be undone once a database is not needed any more. */
export type CleanUp = (task: () => Promise<void>) => void;

/** A kind of database that every test of storage runs on. */
export interface TestDatabase {
  readonly name: string;
  /** Creates an empty one, for the running test by default. */
  create(cleanUp?: CleanUp): Promise<StorageConfig>;
}

export const TEST_DATABASES: readonly TestDatabase[] = [
  {
    name: "SQLite",
    create: async (cleanUp) => ({
      kind: "sqlite",
      file: join(await openTemporaryFolder(cleanUp), "twinlatch.db"),
    }),
  },
  {
    name: "PostgreSQL",
    create: async () => ({ kind: "postgres", url: await createDatabase(inject("postgresUrl")) }),
  },
];

/** Creates a folder, for the running test by default. */
export async function openTemporaryFolder(cleanUp: CleanUp = onTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "twinlatch-storage-"));
  cleanUp(() => rm(folder, { recursive: true }));
  return folder;
}

/** Opens and migrates a database of its own, for the running test by default. */
export async function openMigrated(
  database: TestDatabase,
  cleanUp: CleanUp = onTestFinished,
): Promise<{ storage: Storage; config: StorageConfig }> {
  const config = await database.create(cleanUp);
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

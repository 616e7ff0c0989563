import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStorage, type Storage, type StorageConfig } from "@twinlatch/storage";
import { inject, onTestFinished } from "vitest";
import { createDatabase } from "../postgres/create-database.ts";

/** A kind of database that every test of storage runs on. */
export interface TestDatabase {
  readonly name: string;
  /** Creates an empty database for the running test. */
  create(): Promise<StorageConfig>;
}

export const TEST_DATABASES: readonly TestDatabase[] = [
  {
    name: "SQLite",
    create: async () => {
      const folder = await mkdtemp(join(tmpdir(), "twinlatch-storage-"));
      onTestFinished(() => rm(folder, { recursive: true }));
      return { kind: "sqlite", file: join(folder, "twinlatch.db") };
    },
  },
  {
    name: "PostgreSQL",
    create: async () => ({ kind: "postgres", url: await createDatabase(inject("postgresUrl")) }),
  },
];

/** Opens and migrates a database for the running test, and closes it after. */
export async function openMigrated(config: StorageConfig): Promise<Storage> {
  const storage = openStorage(config);
  onTestFinished(() => storage.close());
  await storage.migrate();
  return storage;
}

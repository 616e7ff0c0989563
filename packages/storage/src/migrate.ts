import { StorageUnavailableError } from "@twinlatch/verifier";
import type { Database } from "./database.ts";
import type { Executor } from "./executor.ts";
import type { Migration } from "./migrations/migration.ts";

/**
 * Applies the migrations that are missing, each in a transaction of its own under a lock that all
 * processes share; returns the names of those it applied.
 *
 * @throws StorageUnavailableError when a newer version migrated the database past this binary
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
): Promise<string[]> {
  const applied: string[] = [];
  for (;;) {
    const name = await database.migrate((executor) => applyNext(executor, database, migrations));
    if (name === undefined) return applied;
    applied.push(name);
  }
}

/** Applies what is missing within the caller's transaction. */
export async function applyMigrations(
  executor: Executor,
  database: Database,
  migrations: readonly Migration[],
): Promise<void> {
  while ((await applyNext(executor, database, migrations)) !== undefined);
}

/** The names of the migrations that were applied, in order. */
export async function listMigrations(executor: Executor): Promise<readonly string[]> {
  const applied = await listApplied(executor);
  return applied.toSorted((a, b) => a.number - b.number).map(({ name }) => name);
}

/** Whether the database is reachable and this binary can work with its schema. */
export async function isMigrated(
  database: Database,
  migrations: readonly Migration[],
): Promise<boolean> {
  try {
    const applied = await database.read(listApplied);
    return (
      findTooNew(applied, migrations) === undefined &&
      findMissing(applied, migrations) === undefined
    );
  } catch (error) {
    if (error instanceof StorageUnavailableError) return false;
    throw error;
  }
}

async function applyNext(
  executor: Executor,
  database: Database,
  migrations: readonly Migration[],
): Promise<string | undefined> {
  const { builder } = executor;
  await executor.execute(
    builder.schema
      .createTable("schema_migration")
      .ifNotExists()
      .addColumn("number", database.words.integer, (column) => column.primaryKey().notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("serves_from", database.words.integer, (column) => column.notNull())
      .modifyEnd(database.words.tableEnd)
      .compile(),
  );
  // Read under the lock: another process may have migrated while this one waited.
  const applied = await listApplied(executor);
  refuseTooNew(applied, migrations);
  const next = findMissing(applied, migrations);
  if (next !== undefined) await apply(executor, database, next);
  return next?.name;
}

async function apply(executor: Executor, { words }: Database, migration: Migration): Promise<void> {
  for (const statement of migration.statements(executor.builder, words)) {
    await executor.execute(statement.compile());
  }
  const { number, name, servesFrom } = migration;
  const row = { number, name, serves_from: servesFrom };
  await executor.execute(executor.builder.insertInto("schema_migration").values(row).compile());
}

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly servesFrom: number;
}

async function listApplied(executor: Executor): Promise<readonly Applied[]> {
  const { rows } = await executor.execute(
    executor.builder
      .selectFrom("schema_migration")
      .select(["number", "name", "serves_from as servesFrom"])
      .compile(),
  );
  return rows;
}

function refuseTooNew(applied: readonly Applied[], migrations: readonly Migration[]): void {
  const tooNew = findTooNew(applied, migrations);
  if (tooNew === undefined) return;
  throw new StorageUnavailableError(
    `The database was migrated by a newer version (${tooNew.name}) and this one, which knows ` +
      `migrations up to ${newestOf(migrations)}, cannot work with it: start the newer version`,
  );
}

function findTooNew(
  applied: readonly Applied[],
  migrations: readonly Migration[],
): Applied | undefined {
  return applied.find((migration) => migration.servesFrom > newestOf(migrations));
}

function findMissing(
  applied: readonly Applied[],
  migrations: readonly Migration[],
): Migration | undefined {
  const numbers = new Set(applied.map((migration) => migration.number));
  return migrations.find((migration) => !numbers.has(migration.number));
}

function newestOf(migrations: readonly Migration[]): number {
  return Math.max(0, ...migrations.map((migration) => migration.number));
}

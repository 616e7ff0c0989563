import type { AccountsStores } from "@twinlatch/accounts";
import type { Subject } from "@twinlatch/verifier";
import { type RawBuilder, sql } from "kysely";
import type { Database, DialectWords } from "../database.ts";
import type { Executor } from "../executor.ts";
import { applyMigrations } from "../migrate.ts";
import type { Migration } from "../migrations/migration.ts";
import { createStores } from "../stores.ts";
import { sortByReference, type TableShape } from "../table-shape.ts";
import { type BackupItem, toSqlValue } from "./backup-item.ts";
import { isKept } from "./backup-rules.ts";
import { endTheLive, type RecoveryCodeRule } from "./end-the-live.ts";
import { readSpent } from "./spent-codes.ts";

/** Others hold rows from the first start on, before there is anybody to be lost. */
const SIGNS_OF_USE: readonly string[] = ["account", "audit_event", "totp_factor"];

export interface RestoreInput {
  /** The names of the migrations that the backup was made after, in order. */
  readonly migrations: readonly string[];
  readonly items: AsyncIterable<BackupItem>;
  readonly nowMillis: number;
  /** Whether a database that is not empty may be replaced. */
  readonly replaces: boolean;
  readonly recoveryCodes: RecoveryCodeRule;
  /** Writes what belongs to the restoration, such as its event, in the same transaction. */
  record(stores: AccountsStores, restored: RestoredRows): Promise<void>;
}

/** What a restoration put in place. */
export interface RestoredRows {
  readonly rows: number;
  /** Whether the replaced database was of the same installation and told which codes were spent. */
  readonly knewSpentCodes: boolean;
  /** Whose recovery codes work no more. */
  readonly voidedRecoveryCodes: readonly Subject[];
}

export type RestoreOutcome =
  | ({ readonly outcome: "restored" } & RestoredRows)
  | { readonly outcome: "refused"; readonly reason: "newer_schema" | "not_empty" };

/**
 * Puts the rows of a backup in the place of everything in the database, in one transaction: whoever looks
 * sees the old database or the restored one. Nothing that was live at the time of the backup lives again,
 * and no code that could have been spent since is accepted.
 *
 * @throws StorageUnavailableError when the database fails; it is as it was then
 */
export async function restoreRows(
  database: Database,
  migrations: readonly Migration[],
  input: RestoreInput,
): Promise<RestoreOutcome> {
  const known = migrations.slice(0, input.migrations.length);
  if (known.map(({ name }) => name).join() !== input.migrations.join()) {
    return { outcome: "refused", reason: "newer_schema" };
  }
  return database.migrate(async (executor) => {
    const old = sortByReference(await database.listTables(executor));
    if (!input.replaces && !(await isEmpty(executor, old))) {
      return { outcome: "refused", reason: "not_empty" };
    }
    const spent = await readSpent(executor, old);
    for (const { name } of old.toReversed())
      await run(executor, sql`drop table ${sql.table(name)}`);
    await applyMigrations(executor, database, known);
    const tables = await database.listTables(executor);
    const rows = await insertRows(executor, tables, database.words, input.items);
    await applyMigrations(executor, database, migrations);
    for (const table of tables) await continueSequence(executor, database, table);
    const restored = { rows, ...(await endTheLive(executor, { ...input, spent })) };
    await input.record(createStores(executor), restored);
    return { outcome: "restored", ...restored };
  });
}

async function isEmpty(executor: Executor, tables: readonly TableShape[]): Promise<boolean> {
  for (const { name } of tables) {
    if (!SIGNS_OF_USE.includes(name)) continue;
    const { rows } = await run(executor, sql`select 1 from ${sql.table(name)} limit 1`);
    if (rows.length > 0) return false;
  }
  return true;
}

async function insertRows(
  executor: Executor,
  tables: readonly TableShape[],
  words: DialectWords,
  items: AsyncIterable<BackupItem>,
): Promise<number> {
  let insert: ((row: readonly RawBuilder<unknown>[]) => RawBuilder<unknown>) | undefined;
  let count = 0;
  for await (const item of items) {
    if ("table" in item) {
      insert = insertInto(tables, words, item);
      // A migration may have put rows there, which the backup has too.
      if (insert !== undefined) await run(executor, sql`delete from ${sql.table(item.table)}`);
    } else if (insert !== undefined) {
      const values = item.row.map((value) => sql`${toSqlValue(value)}`);
      await run(executor, insert(values));
      count += 1;
    }
  }
  return count;
}

/** Undefined for what must not be restored, whatever the backup holds. */
function insertInto(
  tables: readonly TableShape[],
  { ownSequence }: DialectWords,
  { table: name, columns }: Extract<BackupItem, { table: string }>,
): ((row: readonly RawBuilder<unknown>[]) => RawBuilder<unknown>) | undefined {
  const table = tables.find((candidate) => candidate.name === name);
  if (table === undefined || !isKept(name)) return undefined;
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const own = table.sequence === undefined ? sql`` : ownSequence;
  return (row) => sql`insert into ${sql.table(name)} (${names}) ${own} values (${sql.join(row)})`;
}

/** The next number follows the newest row's, whoever gave it. */
async function continueSequence(
  executor: Executor,
  database: Database,
  { name, sequence }: TableShape,
): Promise<void> {
  if (sequence === undefined) return;
  const statement = database.words.continueSequence(name, sequence);
  if (statement !== undefined) await run(executor, statement);
}

function run<Row>(executor: Executor, statement: RawBuilder<Row>) {
  return executor.execute<Row>(statement.compile(executor.builder));
}

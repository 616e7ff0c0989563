import type { AccountsStores } from "@twinlatch/accounts";
import type { AuditTrailStores, UnitOfWork } from "@twinlatch/verifier";
import { createAuditTrailStores } from "./audit-trail-stores.ts";
import type { BackupItem } from "./backup/backup-item.ts";
import { readRows } from "./backup/read-rows.ts";
import { type RestoreInput, type RestoreOutcome, restoreRows } from "./backup/restore-rows.ts";
import { isMigrated, listMigrations, migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations/migrations.ts";
import { openDatabase, type StorageConfig } from "./open-database.ts";
import { createStores } from "./stores.ts";

/** The database of an installation. */
export interface Storage {
  /** Every store, in transactions. */
  readonly unitOfWork: UnitOfWork<AccountsStores>;
  /** The stores that seal, verify and shorten the audit trail, which requests have nothing to do with. */
  readonly auditTrail: UnitOfWork<AuditTrailStores>;
  /**
   * Brings the schema up to date; several processes may call it at once. Returns the names of the
   * migrations that this call applied.
   *
   * @throws StorageUnavailableError when a newer version migrated the database past this binary
   */
  migrate(): Promise<{ readonly applied: readonly string[] }>;
  /** Reads everything a backup keeps, as it was at one moment, and the migrations it was made after. */
  readRows(visit: (item: BackupItem) => Promise<void>): Promise<void>;
  listMigrations(): Promise<readonly string[]>;
  /** Puts a backup in the place of everything in the database. See `restoreRows`. */
  restore(input: RestoreInput): Promise<RestoreOutcome>;
  /** Whether the database answers and has the schema this binary needs. Never throws. */
  isReady(): Promise<boolean>;
  /** Finishes what was begun, refuses the rest, and lets go of the database. */
  close(): Promise<void>;
}

/**
 * Opens the database. Creates a SQLite file that is missing; connects to PostgreSQL when first used.
 *
 * @throws StorageUnavailableError when the file cannot be opened
 */
export function openStorage(config: StorageConfig): Storage {
  const database = openDatabase(config);
  return {
    unitOfWork: {
      write: (work) => database.write((executor) => work(createStores(executor))),
      read: (work) => database.read((executor) => work(createStores(executor))),
    },
    auditTrail: {
      write: (work) => database.write((executor) => work(createAuditTrailStores(executor))),
      read: (work) => database.read((executor) => work(createAuditTrailStores(executor))),
    },
    migrate: async () => ({ applied: await migrate(database, MIGRATIONS) }),
    readRows: (visit) => readRows(database, visit),
    listMigrations: () => database.read(listMigrations),
    restore: (input) => restoreRows(database, MIGRATIONS, input),
    isReady: () => isMigrated(database, MIGRATIONS),
    close: () => database.close(),
  };
}

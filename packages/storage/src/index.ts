export { type BackupItem, isBackupValue } from "./backup/backup-item.ts";
export type { RecoveryCodeRule } from "./backup/end-the-live.ts";
export type { RestoredRows, RestoreInput, RestoreOutcome } from "./backup/restore-rows.ts";
export type { StorageConfig } from "./open-database.ts";
export { openStorage, type Storage } from "./open-storage.ts";

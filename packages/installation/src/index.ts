export { type AdmittedKeys, admitKeyRing, refuseKeys } from "./admit-key-ring.ts";
export { BackupDamagedError, type BackupManifest } from "./backup/backup-file.ts";
export { type MadeBackup, makeBackup } from "./backup/make-backup.ts";
export { inspectBackup, type RestoreRefusal, restoreBackup } from "./backup/restore-backup.ts";
export {
  type ComposedRules,
  composeRules,
  createClock,
  type InstallationPorts,
  openInstallationStorage,
  sqliteFileOf,
} from "./compose-rules.ts";
export { escapeText, toJsonLine } from "./escape-text.ts";
export { exportAudit, readExportedHeads } from "./export-audit.ts";
export {
  findUnsafeInstallationSettings,
  type HostFacts,
  type InstallationSettings,
  type Mode,
  readInstallationSettings,
} from "./installation-settings.ts";
export { keyRingFileOf, keyRingOptionsOf, openKeyRing } from "./open-key-ring.ts";
export { readTextConfig, type TextSettings } from "./read-text-config.ts";
export {
  type AddressRange,
  createSettingReader,
  type Environment,
  type SettingReader,
} from "./setting-reader.ts";
export { SettingsError } from "./settings-error.ts";
export { VERSION } from "./version.ts";

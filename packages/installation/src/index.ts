export { type AdmittedKeys, admitKeyRing, refuseKeys } from "./admit-key-ring.ts";
export {
  type ComposedRules,
  composeRules,
  createClock,
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
export {
  type AddressRange,
  createSettingReader,
  type Environment,
  type SettingReader,
} from "./setting-reader.ts";
export { SettingsError } from "./settings-error.ts";

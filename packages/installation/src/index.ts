export {
  type ComposedRules,
  composeRules,
  createClock,
  openInstallationStorage,
  openKeyRing,
  sqliteFileOf,
} from "./compose-rules.ts";
export {
  findUnsafeInstallationSettings,
  type HostFacts,
  type InstallationSettings,
  type Mode,
  readInstallationSettings,
} from "./installation-settings.ts";
export {
  type AddressRange,
  createSettingReader,
  type Environment,
  type SettingReader,
} from "./setting-reader.ts";
export { SettingsError } from "./settings-error.ts";

import { existsSync } from "node:fs";
import type { AccountsDeps } from "@twinlatch/accounts";
import {
  type ComposedRules,
  composeRules,
  createClock,
  createSettingReader,
  findUnsafeInstallationSettings,
  type InstallationSettings,
  openInstallationStorage,
  readInstallationSettings,
  SettingsError,
  sqliteFileOf,
} from "@twinlatch/installation";
import { FaultError, StorageUnavailableError } from "@twinlatch/verifier";
import type { Terminal } from "../frame/terminal.ts";

/** An installation that a command works on. */
export interface OpenInstallation extends ComposedRules {
  readonly settings: InstallationSettings;
}

/**
 * Reads where data and keys are, from the same variables as the server.
 *
 * @throws SettingsError when one is malformed, or unsafe in production
 */
export function readOperatorSettings({ env, host }: Terminal): InstallationSettings {
  const reader = createSettingReader(env);
  const settings = readInstallationSettings(reader);
  const isProduction = settings.mode === "production";
  const unsafe = isProduction ? findUnsafeInstallationSettings(settings, env, host) : [];
  const problems = [...reader.problems, ...unsafe];
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

/**
 * Opens the installation that the environment names, lets `work` use it, and closes it. With `creates`
 * a missing one is made; otherwise it is an error, so that a misspelt folder stays without a database.
 *
 * @throws SettingsError, KeyRingError for what the operator can put right
 * @throws StorageUnavailableError when there is no database, or an older one than this version works with
 */
export async function withInstallation<T>(
  terminal: Terminal,
  work: (installation: OpenInstallation) => Promise<T>,
  { creates = false }: { creates?: boolean } = {},
): Promise<T> {
  const settings = readOperatorSettings(terminal);
  if (!creates) {
    refuseMissingDatabase(settings);
    await refuseForeignSchema(settings);
  }
  const clock = createClock(settings);
  const composed = await composeRules(settings, { clock, mailer: NO_MAILER });
  try {
    return await work({ settings, ...composed });
  } finally {
    await composed.storage.close();
  }
}

/** Mail leaves by the server: what a command has to tell goes through the outbox of notices. */
const NO_MAILER: AccountsDeps["mailer"] = {
  post() {
    throw new FaultError("invariant_broken", "A command posts no mail by itself");
  },
  deliver: () =>
    Promise.reject(new FaultError("invariant_broken", "A command delivers no mail by itself")),
};

/** Migrating is not for a command to do by the way: servers of the version before may be running. */
async function refuseForeignSchema(settings: InstallationSettings): Promise<void> {
  const storage = openInstallationStorage(settings);
  try {
    if (await storage.isReady()) return;
    // A database that cannot be reached says so here.
    await storage.unitOfWork.read(({ accounts }) => accounts.listAdmins());
    throw new StorageUnavailableError("its schema is not this version's: see twinlatch migrate");
  } finally {
    await storage.close();
  }
}

/** @throws StorageUnavailableError when there is no database file; opening it would make one */
export function refuseMissingDatabase(settings: InstallationSettings): void {
  const file = sqliteFileOf(settings);
  if (file === undefined || existsSync(file)) return;
  throw new StorageUnavailableError(
    `there is none at ${file}: is TWINLATCH_DATA right? twinlatch setup makes a new one`,
  );
}

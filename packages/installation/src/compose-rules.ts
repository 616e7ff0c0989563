import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type AccountsDeps, type Mailer, passwordKind } from "@twinlatch/accounts";
import {
  AesGcmSecretBox,
  createArgon2PasswordHasher,
  createBcryptCodeHasher,
  createKeyRingFile,
  type KeyRing,
  loadCommonPasswordList,
  NodeRandom,
  NodeTokenHash,
  nodeHmac,
  readKeyRing,
  SealedMessageBox,
  SystemClock,
  TestClock,
} from "@twinlatch/platform-node";
import { openStorage, type Storage } from "@twinlatch/storage";
import { type Clock, recoveryCodeKind, totpKind } from "@twinlatch/verifier";
import type { InstallationSettings } from "./installation-settings.ts";

/** The rules with Node's adapters behind their ports, and the database to close when done. */
export interface ComposedRules {
  readonly rules: AccountsDeps;
  readonly storage: Storage;
}

/** The clock of every rule. */
export function createClock({ testClockFile }: Pick<InstallationSettings, "testClockFile">): Clock {
  const clock = new SystemClock();
  return testClockFile === undefined ? clock : new TestClock(clock, testClockFile);
}

/**
 * Opens the keys and the database, migrated, and puts the adapters behind the rules' ports.
 *
 * @throws KeyRingError when the keys are not safe to use
 * @throws StorageUnavailableError when the database cannot be opened or migrated
 */
export async function composeRules(
  settings: InstallationSettings,
  ports: { readonly clock: Clock; readonly mailer: Mailer },
): Promise<ComposedRules> {
  await mkdir(settings.dataFolder, { recursive: true, mode: 0o700 });
  const ring = await openKeyRing(settings);
  const [storage, passwordHasher, codeHasher, commonPasswords] = await Promise.all([
    openMigrated(settings),
    createArgon2PasswordHasher(ring),
    createBcryptCodeHasher(),
    loadCommonPasswordList(),
  ]);
  const random = new NodeRandom();
  const secretBox = new AesGcmSecretBox(ring, random);
  const deps = {
    ...ports,
    activityUrl: `${settings.publicUrl}/account/activity`,
    codeHasher,
    commonPasswords,
    hmac: nodeHmac,
    messageBox: new SealedMessageBox(secretBox),
    passwordHasher,
    productName: settings.productName,
    random,
    secretBox,
    tokenHash: new NodeTokenHash(ring),
    unitOfWork: storage.unitOfWork,
  };
  const factors = {
    totp: totpKind(deps),
    recovery_code: recoveryCodeKind(deps),
    password: passwordKind(deps),
  };
  return { rules: { ...deps, factors }, storage };
}

/**
 * Reads the installation's keys; development makes them when there are none.
 *
 * @throws KeyRingError when they are not safe to use
 */
export async function openKeyRing(settings: InstallationSettings): Promise<KeyRing> {
  const { secretKeysFile, credentialsFolder } = settings;
  if (secretKeysFile !== undefined) {
    return readKeyRing(secretKeysFile, { credentialsDirectory: credentialsFolder });
  }
  // Only development comes here: production has no settings without a key file.
  const file = join(settings.dataFolder, "keys.json");
  await createKeyRingFile(file);
  return readKeyRing(file);
}

/** The database's file; undefined where the installation is on PostgreSQL. */
export function sqliteFileOf({
  databaseUrl,
  dataFolder,
}: InstallationSettings): string | undefined {
  return databaseUrl === undefined ? join(dataFolder, "twinlatch.db") : undefined;
}

/**
 * Opens the installation's database, as it is.
 *
 * @throws StorageUnavailableError when the file cannot be opened
 */
export function openInstallationStorage(settings: InstallationSettings): Storage {
  const { databaseUrl, dataFolder } = settings;
  return openStorage(
    databaseUrl === undefined
      ? { kind: "sqlite", file: join(dataFolder, "twinlatch.db") }
      : { kind: "postgres", url: databaseUrl },
  );
}

async function openMigrated(settings: InstallationSettings): Promise<Storage> {
  const storage = openInstallationStorage(settings);
  try {
    await storage.migrate();
  } catch (error) {
    await storage.close();
    throw error;
  }
  return storage;
}

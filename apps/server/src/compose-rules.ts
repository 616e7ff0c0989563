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
  SystemClock,
  TestClock,
} from "@twinlatch/platform-node";
import { openStorage, type Storage } from "@twinlatch/storage";
import { type Clock, recoveryCodeKind, totpKind } from "@twinlatch/verifier";
import type { Settings } from "./config/settings.ts";

/** The rules with Node's adapters behind their ports, and the database to close when done. */
export interface ComposedRules {
  readonly rules: AccountsDeps;
  readonly storage: Storage;
}

/** The clock of every rule. */
export function createClock({ testClockFile }: Pick<Settings, "testClockFile">): Clock {
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
  settings: Settings,
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
  const deps = {
    ...ports,
    codeHasher,
    commonPasswords,
    hmac: nodeHmac,
    passwordHasher,
    productName: settings.productName,
    random,
    secretBox: new AesGcmSecretBox(ring, random),
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

async function openKeyRing(settings: Settings): Promise<KeyRing> {
  const { secretKeysFile, credentialsFolder } = settings;
  if (secretKeysFile !== undefined) {
    return readKeyRing(secretKeysFile, { credentialsDirectory: credentialsFolder });
  }
  // Only development comes here: production has no settings without a key file.
  const file = join(settings.dataFolder, "keys.json");
  await createKeyRingFile(file);
  return readKeyRing(file);
}

async function openMigrated({ databaseUrl, dataFolder }: Settings): Promise<Storage> {
  const storage = openStorage(
    databaseUrl === undefined
      ? { kind: "sqlite", file: join(dataFolder, "twinlatch.db") }
      : { kind: "postgres", url: databaseUrl },
  );
  try {
    await storage.migrate();
  } catch (error) {
    await storage.close();
    throw error;
  }
  return storage;
}

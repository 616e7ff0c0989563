import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type AccountsDeps, type Mailer, passwordKind } from "@twinlatch/accounts";
import {
  AesGcmSecretBox,
  createArgon2PasswordHasher,
  createBcryptCodeHasher,
  Ed25519AuditSigner,
  type KeyRingError,
  type LiveKeyRing,
  loadCommonPasswordList,
  NodeRandom,
  NodeTokenHash,
  NumberPlans,
  nodeHmac,
  SealedMessageBox,
  SealedStringBox,
  SystemClock,
  TestClock,
} from "@twinlatch/platform-node";
import { openStorage, type Storage } from "@twinlatch/storage";
import {
  type AuditTrailDeps,
  type Clock,
  DEFAULT_TEXT_CAPS,
  NO_MANDATES,
  type Random,
  recoveryCodeKind,
  smsKind,
  type TextCarrier,
  type TextPolicy,
  totpKind,
} from "@twinlatch/verifier";
import { admitKeyRing } from "./admit-key-ring.ts";
import type { InstallationSettings } from "./installation-settings.ts";
import { openKeyRing } from "./open-key-ring.ts";

/** The rules with Node's adapters behind their ports, and the database to close when done. */
export interface ComposedRules {
  readonly rules: AccountsDeps;
  /** What seals, verifies and shortens the audit trail. */
  readonly audit: AuditTrailDeps & { readonly random: Random };
  readonly storage: Storage;
  readonly ring: LiveKeyRing;
  readonly secretBox: AesGcmSecretBox;
}

/** What leaves an installation, and the time. */
export interface InstallationPorts {
  readonly clock: Clock;
  readonly mailer: Mailer;
  /** Whom to text and by what; a program that texts nobody leaves it out. */
  readonly texts?: { readonly carrier: TextCarrier; readonly policy: TextPolicy } | undefined;
}

/** Where nothing is set up nobody is texted. */
const NO_TEXTS: TextPolicy = { countries: [], caps: DEFAULT_TEXT_CAPS, fraudRules: "enforce" };

/** The clock of every rule. */
export function createClock({ testClockFile }: Pick<InstallationSettings, "testClockFile">): Clock {
  const clock = new SystemClock();
  return testClockFile === undefined ? clock : new TestClock(clock, testClockFile);
}

/**
 * Opens the keys and the database, migrated, and puts the adapters behind the rules' ports.
 *
 * @throws KeyRingError when the keys are not safe to use, or do not open this database (R-079)
 * @throws StorageUnavailableError when the database cannot be opened or migrated
 */
export async function composeRules(
  settings: InstallationSettings,
  ports: InstallationPorts,
  onKeysRefused?: (error: KeyRingError) => void,
): Promise<ComposedRules> {
  await mkdir(settings.dataFolder, { recursive: true, mode: 0o700 });
  const ring = await openKeyRing(settings, onKeysRefused);
  const random = new NodeRandom();
  const secretBox = new AesGcmSecretBox(ring, random);
  const storage = await openMigrated(settings);
  try {
    const rules = await connectRules(settings, { ...ports, random, ring, secretBox, storage });
    const { clock, tokenHash } = rules;
    const auditSigner = new Ed25519AuditSigner(ring);
    const audit = { auditSigner, auditTrail: storage.auditTrail, clock, random, tokenHash };
    return { rules, audit, storage, ring, secretBox };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function connectRules(
  settings: InstallationSettings,
  opened: InstallationPorts & {
    readonly random: NodeRandom;
    readonly ring: LiveKeyRing;
    readonly secretBox: AesGcmSecretBox;
    readonly storage: Storage;
  },
): Promise<AccountsDeps> {
  const { clock, mailer, random, secretBox, storage, texts } = opened;
  const { keyedHash, peppers } = await admitKeyRing(opened);
  const [passwordHasher, codeHasher, commonPasswords] = await Promise.all([
    createArgon2PasswordHasher(peppers),
    createBcryptCodeHasher(),
    loadCommonPasswordList(),
  ]);
  const deps = {
    clock,
    mailer,
    activityUrl: `${settings.publicUrl}/account/activity`,
    codeHasher,
    commonPasswords,
    // In production `twinlatch setup` makes the admin, on the machine: no stranger does by being the first.
    firstSignUpAdministers: settings.mode === "development",
    hmac: nodeHmac,
    // There are no projects yet that could require anything.
    mandates: NO_MANDATES,
    messageBox: new SealedMessageBox(secretBox),
    passwordHasher,
    invitationUrl: `${settings.publicUrl}/invitation`,
    passwordResetUrl: `${settings.publicUrl}/reset-password`,
    phoneNumbers: new NumberPlans(),
    productName: settings.productName,
    publicHost: URL.parse(settings.publicUrl)?.hostname ?? "localhost",
    random,
    secretBox,
    stringBox: new SealedStringBox(secretBox),
    textCarrier: texts?.carrier,
    textPolicy: texts?.policy ?? NO_TEXTS,
    tokenHash: new NodeTokenHash(keyedHash),
    unitOfWork: storage.unitOfWork,
  };
  const factors = {
    totp: totpKind(deps),
    sms: smsKind(deps),
    recovery_code: recoveryCodeKind(deps),
    password: passwordKind(deps),
  };
  return { ...deps, factors };
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

import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AccountsDeps, type MailMessage, passwordKind } from "@twinlatch/accounts";
import {
  AesGcmSecretBox,
  KeyRing,
  NodeTokenHash,
  NumberPlans,
  nodeHmac,
  SealedMessageBox,
  SealedStringBox,
} from "@twinlatch/platform-node";
import { openStorage, type Storage } from "@twinlatch/storage";
import {
  DEFAULT_TEXT_CAPS,
  NO_MANDATES,
  type OutgoingText,
  recoveryCodeKind,
  smsKind,
  totpKind,
} from "@twinlatch/verifier";
import { DatabaseRows } from "./database-rows.ts";
import { FixedClock } from "./fixed-clock.ts";
import { SeededRandom } from "./seeded-random.ts";

/** Memory where the system offers it: the rules are tried here, not the disk. */
const TEST_FOLDER = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** An installation for tests: the real rules, sealing and database; a clock and chance of one's own. */
export interface TestInstallation {
  readonly deps: AccountsDeps;
  readonly clock: FixedClock;
  /** What was mailed, oldest first. */
  readonly mails: readonly MailMessage[];
  /** What was texted, oldest first. */
  readonly texts: readonly OutgoingText[];
  readonly storage: Storage;
  /** What the database holds, read past the storage's own code. */
  readonly rows: DatabaseRows;
  /** Closes it and opens it again, as a new process does. */
  restart(): Promise<TestInstallation>;
  close(): Promise<void>;
}

/** What outlives the process of an installation. */
interface Kept {
  readonly folder: string;
  readonly clock: FixedClock;
  readonly random: SeededRandom;
  readonly ring: KeyRing;
  readonly mails: MailMessage[];
  readonly texts: OutgoingText[];
}

/** An empty database, migrated once for all installations of a process: it took half of opening one. */
let emptyDatabase: Promise<Buffer> | undefined;

/** Opens an installation on a SQLite file of its own. `seed` makes its ids and secrets. */
export async function openTestInstallation(seed = "test"): Promise<TestInstallation> {
  const random = new SeededRandom(seed);
  const folder = await mkdtemp(join(TEST_FOLDER, "twinlatch-test-"));
  emptyDatabase ??= makeEmptyDatabase();
  await writeFile(databaseIn(folder), await emptyDatabase);
  return start({
    folder,
    clock: new FixedClock(),
    random,
    ring: new KeyRing("k1", new Map([["k1", random.bytes(32)]])),
    mails: [],
    texts: [],
  });
}

async function makeEmptyDatabase(): Promise<Buffer> {
  const folder = await mkdtemp(join(TEST_FOLDER, "twinlatch-empty-"));
  const storage = openStorage({ kind: "sqlite", file: databaseIn(folder) });
  await storage.migrate();
  await storage.close();
  const content = await readFile(databaseIn(folder));
  await rm(folder, { recursive: true });
  return content;
}

function databaseIn(folder: string): string {
  return join(folder, "twinlatch.db");
}

async function start(kept: Kept): Promise<TestInstallation> {
  const { clock, folder, mails, texts } = kept;
  const file = databaseIn(folder);
  const storage = openStorage({ kind: "sqlite", file });
  await storage.migrate();
  const rows = new DatabaseRows(file);
  const stop = async () => {
    rows.close();
    await storage.close();
  };
  return {
    deps: connectRules(kept, storage),
    clock,
    mails,
    texts,
    storage,
    rows,
    restart: async () => {
      await stop();
      return start(kept);
    },
    close: async () => {
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** The rules on ports that hash nothing for long and mail nobody. */
function connectRules({ clock, random, ring, mails, texts }: Kept, storage: Storage): AccountsDeps {
  const secretBox = new AesGcmSecretBox(ring, random);
  const ports = {
    activityUrl: "https://twinlatch.test/account/activity",
    clock,
    random,
    codeHasher: {
      decoyHash: "plain:",
      hash: async (code: string) => `plain:${code}`,
      verify: async (code: string, hash: string) => hash === `plain:${code}`,
    },
    commonPasswords: { includes: (password: string) => password.startsWith("common") },
    firstSignUpAdministers: true,
    hmac: nodeHmac,
    mandates: NO_MANDATES,
    mailer: {
      post: (message: MailMessage) => void mails.push(message),
      async deliver(message: MailMessage) {
        mails.push(message);
        return "sent" as const;
      },
    },
    messageBox: new SealedMessageBox(secretBox),
    passwordHasher: {
      hash: async (password: string) => `plain:${password}`,
      isCurrent: async () => true,
      verify: async (password: string, hash: string | undefined) => hash === `plain:${password}`,
    },
    invitationUrl: "https://twinlatch.test/invitation",
    passwordResetUrl: "https://twinlatch.test/reset-password",
    phoneNumbers: new NumberPlans(),
    productName: "Twinlatch",
    publicHost: "twinlatch.test",
    secretBox,
    stringBox: new SealedStringBox(secretBox),
    textCarrier: {
      channels: ["sms", "voice"] as const,
      async carry(text: OutgoingText) {
        texts.push(text);
        return { outcome: "handed_over", provider: "test", messageId: text.id } as const;
      },
    },
    textPolicy: { countries: "all", caps: DEFAULT_TEXT_CAPS, fraudRules: "enforce" } as const,
    tokenHash: new NodeTokenHash(ring.deriveCurrentSubKey("keyedHash")),
    unitOfWork: storage.unitOfWork,
  };
  return {
    ...ports,
    factors: {
      totp: totpKind(ports),
      sms: smsKind(ports),
      recovery_code: recoveryCodeKind(ports),
      password: passwordKind(ports),
    },
  };
}

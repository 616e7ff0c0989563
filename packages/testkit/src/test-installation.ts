import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AccountsDeps, type MailMessage, passwordKind } from "@twinlatch/accounts";
import { AesGcmSecretBox, KeyRing, NodeTokenHash, nodeHmac } from "@twinlatch/platform-node";
import { openStorage, type Storage } from "@twinlatch/storage";
import { recoveryCodeKind, totpKind } from "@twinlatch/verifier";
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
  readonly storage: Storage;
  /** What the database holds, read past the storage's own code. */
  readonly rows: DatabaseRows;
  close(): Promise<void>;
}

/** Opens an installation on a SQLite file of its own. `seed` makes its ids and secrets. */
export async function openTestInstallation(seed = "test"): Promise<TestInstallation> {
  const folder = await mkdtemp(join(TEST_FOLDER, "twinlatch-test-"));
  const file = join(folder, "twinlatch.db");
  const storage = openStorage({ kind: "sqlite", file });
  await storage.migrate();
  const rows = new DatabaseRows(file);
  const clock = new FixedClock();
  const random = new SeededRandom(seed);
  const ring = new KeyRing("k1", new Map([["k1", random.bytes(32)]]));
  const mails: MailMessage[] = [];
  const ports = {
    clock,
    random,
    codeHasher: {
      decoyHash: "plain:",
      hash: async (code: string) => `plain:${code}`,
      verify: async (code: string, hash: string) => hash === `plain:${code}`,
    },
    commonPasswords: { includes: (password: string) => password.startsWith("common") },
    hmac: nodeHmac,
    mailer: { post: (message: MailMessage) => void mails.push(message) },
    passwordHasher: {
      hash: async (password: string) => `plain:${password}`,
      verify: async (password: string, hash: string | undefined) => hash === `plain:${password}`,
    },
    productName: "Twinlatch",
    secretBox: new AesGcmSecretBox(ring, random),
    tokenHash: new NodeTokenHash(ring),
    unitOfWork: storage.unitOfWork,
  };
  const deps = {
    ...ports,
    factors: {
      totp: totpKind(ports),
      recovery_code: recoveryCodeKind(ports),
      password: passwordKind(ports),
    },
  };
  return {
    deps,
    clock,
    mails,
    storage,
    rows,
    close: async () => {
      rows.close();
      await storage.close();
      await rm(folder, { recursive: true });
    },
  };
}

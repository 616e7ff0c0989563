import { resolve } from "node:path";
import { announce, CONSOLE_PROJECT_ID } from "@twinlatch/accounts";
import {
  BackupDamagedError,
  createClock,
  keyRingFileOf,
  keyRingOptionsOf,
  makeBackup,
  openInstallationStorage,
  type RestoreRefusal,
  refuseKeys,
  restoreBackup,
  VERSION,
} from "@twinlatch/installation";
import {
  AesGcmSecretBox,
  LiveKeyRing,
  NodeRandom,
  SealedMessageBox,
} from "@twinlatch/platform-node";
import { compareKeys, newId } from "@twinlatch/verifier";
import {
  type Call,
  type Command,
  type CommandResult,
  done,
  refused,
  UsageError,
} from "../frame/command.ts";
import { describeCount } from "../frame/describe-count.ts";
import { readOperatorSettings, refuseMissingDatabase } from "./open-installation.ts";
import { operatorOrigin } from "./operator-origin.ts";

type Restoring = Parameters<typeof restoreBackup>[2];
type Storage = ReturnType<typeof openInstallationStorage>;

/** From it on a database lists the keys it was sealed under. */
const KEYS_MIGRATION = "005-sealing-keys";

const REFUSALS: Readonly<Record<RestoreRefusal, string>> = {
  key_missing: "The key ring has not all the keys that this backup needs.",
  key_wrong: "The key ring is not the one of this backup.",
  key_retired: "The current key of the ring was retired before this backup was made.",
  backup_forged: "The backup was changed by somebody who has not the key ring.",
  newer_schema: "The backup was made by a newer version: restore it with that version.",
  not_empty: "The database is not empty: --replace puts the backup in its place.",
};

/** Copies everything while the servers run. */
export const backup: Command = {
  name: "backup",
  summary: "copy everything worth keeping into one file, while the servers run",
  details: [
    "The key ring is not in the file, and without the key ring the file is worth nothing: keep " +
      "copies of both, apart from each other.",
    "Sessions, open sign-ins, mailed codes and waiting notices are not in it either: nothing that " +
      "was live at the time of the backup comes back with it.",
    "The file holds addresses and the activity of people; only you can read it. A file that exists " +
      "is never replaced.",
  ],
  operands: [{ name: "FILE", help: "the new file", isRequired: true }],
  run: (call) => explainFiles(() => runBackup(call)),
};

/** Puts a backup in the place of everything. */
export const restore: Command = {
  name: "restore",
  summary: "put a backup in the place of everything in the database",
  details: [
    "Stop the servers first. Either all of it is restored or nothing is changed.",
    "Everybody is signed out, and codes shown until now are refused: the next one works. Recovery " +
      "codes that were used since the backup do not work again: where the database that is replaced " +
      "cannot tell which these are, none of the restored ones works, and their owners are told to " +
      "make new ones.",
  ],
  operands: [{ name: "FILE", help: "the backup", isRequired: true }],
  options: {
    replace: { type: "boolean", help: "replace a database that is not empty" },
    "keep-recovery-codes": {
      type: "boolean",
      help: "let all restored recovery codes work, also one that was used since the backup",
    },
  },
  run: (call) => explainFiles(() => runRestore(call)),
};

async function runBackup(call: Call): Promise<CommandResult> {
  const file = resolve(call.operands[0] ?? "");
  const settings = readOperatorSettings(call.terminal);
  refuseMissingDatabase(settings);
  const ring = new LiveKeyRing(keyRingFileOf(settings), keyRingOptionsOf(settings));
  // As it is: whoever makes a backup before an upgrade does not want it migrated.
  const storage = openInstallationStorage(settings);
  try {
    await refuseOtherKeys(storage, ring);
    const clock = createClock(settings);
    const deps = { clock, ring, storage, version: VERSION };
    // A database of an older version is copied as it is, without a line of ours.
    const isRecorded = await storage.isReady();
    const made = await makeBackup(deps, file, async ({ sha256 }) => {
      if (isRecorded) await recordBackup(storage, clock.nowMillis(), sha256);
    });
    if (made === undefined) {
      return refused("exists", `There is a file ${file} already: it was left as it is.`);
    }
    const { createdAt, keyIds, migrations, rows, sha256, version } = made;
    return done({ file, createdAt, version, migrations, keyIds, rows, sha256, isRecorded }, [
      `Wrote ${describeCount(rows, "row")} to ${file}.`,
      keyIds.length === 1
        ? `It opens with the key ${keyIds[0]}, which is not in it: keep the key ring too.`
        : `It opens with the keys ${keyIds.join(", ")}, which are not in it: keep the key ring too.`,
      ...(isRecorded
        ? []
        : ["It is not in the audit trail: the database is of another version of Twinlatch."]),
    ]);
  } finally {
    await storage.close();
  }
}

/**
 * A backup that is signed under keys which the database was not sealed under could be restored nowhere.
 *
 * @throws KeyRingError
 */
async function refuseOtherKeys(storage: Storage, ring: LiveKeyRing): Promise<void> {
  // A database from before keys were listed has nothing to compare with.
  if (!(await storage.listMigrations()).includes(KEYS_MIGRATION)) return;
  const known = await storage.unitOfWork.read(({ sealingKeys }) => sealingKeys.list());
  refuseKeys(compareKeys(new AesGcmSecretBox(ring, new NodeRandom()), known));
}

/** Who has a copy of everything is worth knowing: what cannot be recorded is not made. */
async function recordBackup(storage: Storage, atMillis: number, sha256: string): Promise<void> {
  await storage.unitOfWork.write(({ audit }) =>
    audit.append({
      id: newId(new NodeRandom(), "evt", atMillis),
      atMillis,
      projectId: CONSOLE_PROJECT_ID,
      type: "backup.made",
      outcome: "allowed",
      target: `sha256 ${sha256}`,
      origin: operatorOrigin(),
    }),
  );
}

async function runRestore(call: Call): Promise<CommandResult> {
  const file = resolve(call.operands[0] ?? "");
  const settings = readOperatorSettings(call.terminal);
  const ring = new LiveKeyRing(keyRingFileOf(settings), keyRingOptionsOf(settings));
  const random = new NodeRandom();
  const secretBox = new AesGcmSecretBox(ring, random);
  const clock = createClock(settings);
  const nowMillis = clock.nowMillis();
  const { productName, publicUrl } = settings;
  const telling = {
    activityUrl: `${publicUrl}/account/activity`,
    messageBox: new SealedMessageBox(secretBox),
    productName,
    random,
  };
  const record: Restoring["record"] = async (stores, { voidedRecoveryCodes }) => {
    for (const { projectId, subjectId } of voidedRecoveryCodes) {
      if (projectId !== CONSOLE_PROJECT_ID) continue;
      const kind = "recovery_codes_voided";
      const told = { accountId: subjectId, kind, facts: {}, atMillis: nowMillis } as const;
      await announce(telling, stores, told);
    }
    await stores.audit.append({
      id: newId(random, "evt", nowMillis),
      atMillis: nowMillis,
      projectId: CONSOLE_PROJECT_ID,
      type: "backup.restored",
      outcome: "allowed",
      origin: operatorOrigin(),
    });
  };
  const storage = openInstallationStorage(settings);
  try {
    const restored = await restoreBackup({ ring: ring.known, secretBox, storage }, file, {
      nowMillis,
      record,
      replaces: call.has("replace"),
      recoveryCodes: call.has("keep-recovery-codes") ? "kept" : "voided",
    });
    if (restored.outcome === "refused") return refused(restored.reason, REFUSALS[restored.reason]);
    const { knewSpentCodes, manifest, rows, voidedRecoveryCodes } = restored;
    const { createdAt } = manifest;
    const voided = voidedRecoveryCodes.length;
    return done({ file, createdAt, rows, knewSpentCodes, voidedRecoveryCodes: voided }, [
      `Restored ${describeCount(rows, "row")} of ${createdAt}. Everybody has to sign in again.`,
      ...(voided > 0 ? [describeVoided(voided)] : []),
    ]);
  } finally {
    await storage.close();
  }
}

function describeVoided(people: number): string {
  const owners = describeCount(people, "person", "people");
  const told = people === 1 ? "that person is told" : "they are told";
  return `The recovery codes of ${owners} work no more; ${told}.`;
}

/** What is wrong with a file is for whoever named it. */
async function explainFiles(work: () => Promise<CommandResult>): Promise<CommandResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BackupDamagedError) return refused("backup_damaged", error.message);
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return refused("not_found", "There is no such file, or no such folder to put it in.");
    }
    if (error instanceof Error && "syscall" in error && "code" in error) {
      throw new UsageError(`The file cannot be used (${String(error.code)})`);
    }
    throw error;
  }
}

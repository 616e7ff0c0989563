import { randomBytes } from "node:crypto";
import { access, type FileHandle, link, open, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { KeyRingSource } from "@twinlatch/platform-node";
import type { Storage } from "@twinlatch/storage";
import type { Clock } from "@twinlatch/verifier";
import { type BackupManifest, createLineHash, macOf } from "./backup-file.ts";

const BUFFER_CHARACTERS = 65_536;

export interface MadeBackup extends BackupManifest {
  readonly rows: number;
  readonly sha256: string;
}

/**
 * Writes everything worth keeping, as it is at this moment, into a new file that only its owner can read;
 * the servers go on meanwhile. The file holds no key: its secrets are sealed under the ring. It is there
 * whole or not at all, and not before `record` has ended, which is told what will be in it.
 *
 * @returns undefined when there is a file already; it is left as it is
 * @throws StorageUnavailableError when the database fails; what the file system throws
 */
export async function makeBackup(
  deps: {
    readonly clock: Clock;
    readonly ring: KeyRingSource;
    readonly storage: Storage;
    readonly version: string;
  },
  file: string,
  record: (made: MadeBackup) => Promise<void> = async () => undefined,
): Promise<MadeBackup | undefined> {
  const draft = `${file}.${randomBytes(8).toString("hex")}.tmp`;
  const handle = await open(draft, "wx", 0o600);
  try {
    const made = await writeLines(deps, handle);
    await handle.sync();
    if (await isThere(file)) return undefined;
    await record(made);
    // Unlike a rename, a link never replaces another backup.
    await link(draft, file);
    await syncFolder(dirname(resolve(file)));
    return made;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return undefined;
    throw error;
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
}

async function writeLines(
  { clock, ring, storage, version }: Parameters<typeof makeBackup>[0],
  handle: FileHandle,
): Promise<MadeBackup> {
  const current = ring.refresh();
  const manifest: BackupManifest = {
    twinlatch: "backup",
    format: 1,
    version,
    createdAt: new Date(clock.nowMillis()).toISOString(),
    migrations: await storage.listMigrations(),
    keyIds: current.ids,
  };
  const hash = createLineHash();
  let waiting = "";
  let rows = 0;
  const flush = async () => {
    await handle.writeFile(waiting);
    waiting = "";
  };
  const write = async (line: string) => {
    waiting += `${line}\n`;
    if (waiting.length >= BUFFER_CHARACTERS) await flush();
  };
  const writeHashed = async (value: object) => {
    const line = JSON.stringify(value);
    hash.add(line);
    await write(line);
  };
  await writeHashed(manifest);
  await storage.readRows(async (item) => {
    if ("row" in item) rows += 1;
    await writeHashed(item);
  });
  const sha256 = hash.digest();
  const mac = macOf(sha256, current.deriveCurrentSubKey("backup"));
  await write(JSON.stringify({ end: true, rows, sha256, keyId: current.currentId, mac }));
  await flush();
  return { ...manifest, rows, sha256 };
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

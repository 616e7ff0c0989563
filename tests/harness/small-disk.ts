import { execFile } from "node:child_process";
import { closeSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { RunningServer } from "./start-server.ts";

const run = promisify(execFile);
/** Of SQLite's file with its log; PostgreSQL begins with three times as much. */
const DISK_MEBIBYTES = 24;

/** A folder for the data of one server, whose room can run out. */
export interface SmallDisk {
  readonly folder: string;
  /** From now on nothing more fits. */
  fill(server: RunningServer): Promise<void>;
  /** There is room again. */
  free(server: RunningServer): Promise<void>;
  remove(): Promise<void>;
}

/** Only root may mount a file system of one's own. */
export const CAN_MOUNT: boolean = process.getuid?.() === 0;

/**
 * The ways this machine has to run out of room, by name: a small file system of its own, which only root may
 * mount, and a limit on how long the files of the process may grow, which anybody may set.
 */
export const SMALL_DISKS: Readonly<Record<string, () => Promise<SmallDisk>>> = {
  ...(CAN_MOUNT ? { "a full file system": () => mountSmallDisk(DISK_MEBIBYTES) } : {}),
  "a quota": limitFiles,
};

/** Mounts a file system of so many mebibytes, in memory. */
export async function mountSmallDisk(mebibytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), "twinlatch-disk-"));
  await run("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m,mode=700`, "tmpfs", folder]);
  const filler = join(folder, "filler");
  return {
    folder,
    async fill() {
      fillUp(filler);
    },
    async free() {
      rmSync(filler);
    },
    async remove() {
      await run("umount", ["--lazy", folder]);
      await rm(folder, { recursive: true });
    },
  };
}

function fillUp(file: string): void {
  const descriptor = openSync(file, "w");
  try {
    for (const size of [1 << 16, 1 << 9, 1]) writeUntilFull(descriptor, Buffer.alloc(size));
  } finally {
    closeSync(descriptor);
  }
}

function writeUntilFull(descriptor: number, bytes: Buffer): void {
  try {
    for (;;) if (writeSync(descriptor, bytes) < bytes.length) return;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
}

async function limitFiles(): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), "twinlatch-quota-"));
  const limit = async ({ processId }: RunningServer, bytes: number | "unlimited") => {
    await run("prlimit", ["--pid", String(processId), `--fsize=${bytes}:unlimited`]);
  };
  return {
    folder,
    fill: (server) => limit(server, statSync(`${server.databaseFile}-wal`).size),
    free: (server) => limit(server, "unlimited"),
    remove: () => rm(folder, { recursive: true }),
  };
}

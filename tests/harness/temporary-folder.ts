import { existsSync, statfsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MEMORY = "/dev/shm";
/** What a run may fill with the databases of all suites. Containers have less, unless told otherwise. */
const ENOUGH_BYTES = 2 ** 31;

/**
 * Makes a folder for a database and what belongs to it: in memory where the system offers enough, which a
 * killed process loses no more of than of a disk.
 */
export function makeTemporaryFolder(name: string): Promise<string> {
  return mkdtemp(join(hasEnough(MEMORY) ? MEMORY : tmpdir(), `twinlatch-${name}-`));
}

function hasEnough(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= ENOUGH_BYTES;
}

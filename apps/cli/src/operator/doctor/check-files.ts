import { stat, statfs } from "node:fs/promises";
import { sqliteFileOf } from "@twinlatch/installation";
import { type Check, good, skipped, wrong } from "./check.ts";

/** Below this SQLite may soon be unable to write, and then nobody gets in. */
const MIN_FREE_BYTES = 256 * 2 ** 20;
const MEBIBYTE = 2 ** 20;
/** Any access of group or others. */
const FOREIGN_ACCESS = 0o077;

/** Nobody but the server's user may look at the data. */
export const fileModeCheck: Check = {
  name: "file modes",
  async run({ settings }) {
    const file = sqliteFileOf(settings);
    const paths = file === undefined ? [] : [settings.dataFolder, file, `${file}-wal`];
    const open: string[] = [];
    for (const path of paths) {
      const mode = await modeOf(path);
      if (mode !== undefined && (mode & FOREIGN_ACCESS) !== 0) open.push(path);
    }
    if (open.length > 0) return wrong(`Others have access: run chmod go= ${open.join(" ")}`);
    return file === undefined ? skipped("There are no files of data.") : good("As they should be.");
  },
};

/** There is room to write. */
export const diskSpaceCheck: Check = {
  name: "disk space",
  async run({ settings }) {
    if (sqliteFileOf(settings) === undefined) return skipped("The data are in PostgreSQL.");
    if ((await modeOf(settings.dataFolder)) === undefined) return wrong("There is no data folder.");
    const { bavail, bsize } = await statfs(settings.dataFolder);
    const free = `${Math.floor((bavail * bsize) / MEBIBYTE)} MiB are free.`;
    return bavail * bsize < MIN_FREE_BYTES ? wrong(`Only ${free}`) : good(free);
  },
};

async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

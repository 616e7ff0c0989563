import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { link, open, unlink } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { KEY_BYTES, type KeyRing } from "./key-ring.ts";
import { KeyRingError } from "./key-ring-error.ts";
import { parseKeyRing } from "./parse-key-ring.ts";

const MAX_FILE_BYTES = 65_536;

export interface ReadKeyRingOptions {
  /**
   * The folder of the service's systemd credentials (`$CREDENTIALS_DIRECTORY`), if there is one. It
   * opens to the service alone, and for a service with a user of its own systemd gives the files in
   * it the mode 0440 (an ACL behind it), so directly in this folder the group may read.
   */
  readonly credentialsDirectory?: string | undefined;
}

/**
 * Reads the key ring of an installation from a file that only its owner can read.
 *
 * @throws KeyRingError with a code of the closed list when the file or a key in it is not safe to
 *   use; the message says what to change and holds no key
 */
export async function readKeyRing(
  file: string,
  options: ReadKeyRingOptions = {},
): Promise<KeyRing> {
  return readKeyRingSync(file, options);
}

/** Like `readKeyRing`, for moments that cannot wait: the file is small. */
export function readKeyRingSync(file: string, options: ReadKeyRingOptions = {}): KeyRing {
  try {
    return parseKeyRing(readKeyRingText(file, options));
  } catch (error) {
    if (!(error instanceof KeyRingError) || error.message.startsWith("Key file")) throw error;
    throw new KeyRingError(error.code, `Key file ${file}: ${error.message}`);
  }
}

/**
 * Reads the text of a key file that is safe to read.
 *
 * @throws KeyRingError `key_file_missing`, `key_file_unreadable` or `key_file_exposed`
 */
export function readKeyRingText(file: string, options: ReadKeyRingOptions = {}): string {
  const descriptor = openKeyFile(file);
  try {
    refuseExposedFile(descriptor, file, options.credentialsDirectory);
    return readText(descriptor, file);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Writes a new key ring with one random key, `k1`, readable by its owner only and durable when this
 * resolves. For development: in production the operator makes the file and keeps a copy offline.
 * Whoever reads at the same time finds no file or the whole file.
 *
 * @returns "exists" when there is a file already; it is left as it is
 * @throws KeyRingError `key_file_unreadable` when the folder is missing or cannot be written
 */
export async function createKeyRingFile(file: string): Promise<"created" | "exists"> {
  const key = randomBytes(KEY_BYTES).toString("base64");
  const text = `${JSON.stringify({ current: "k1", keys: { k1: key } }, null, 2)}\n`;
  const draft = `${file}.${randomBytes(8).toString("hex")}.tmp`;
  try {
    await writeDurably(draft, text);
    try {
      // Unlike a rename, a link never replaces the keys of a process that was faster.
      await link(draft, file);
    } finally {
      await unlink(draft);
    }
    await syncFolder(dirname(resolve(file)));
    return "created";
  } catch (error) {
    if (hasErrorCode(error, "EEXIST")) return "exists";
    throw new KeyRingError("key_file_unreadable", `Cannot write the key file ${file}`, {
      cause: error,
    });
  }
}

function openKeyFile(file: string): number {
  try {
    return openSync(file, "r");
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) {
      throw new KeyRingError("key_file_missing", `Key file ${file}: there is no such file`);
    }
    throw new KeyRingError("key_file_unreadable", `Key file ${file}: cannot be opened`, {
      cause: error,
    });
  }
}

function refuseExposedFile(
  descriptor: number,
  file: string,
  credentialsDirectory: string | undefined,
): void {
  // Of the open file, not of its name: nobody can swap it between the check and the reading.
  const { mode } = fstatSync(descriptor);
  const isCredential =
    credentialsDirectory !== undefined && dirname(resolve(file)) === resolve(credentialsDirectory);
  if ((mode & (isCredential ? 0o037 : 0o077)) === 0) return;
  const octal = (mode & 0o777).toString(8).padStart(4, "0");
  throw new KeyRingError(
    "key_file_exposed",
    `Key file ${file}: others than its owner have access (mode ${octal}); run chmod 600`,
  );
}

function readText(descriptor: number, file: string): string {
  const stats = fstatSync(descriptor);
  if (!stats.isFile() || stats.size > MAX_FILE_BYTES) {
    throw new KeyRingError("key_file_unreadable", `Key file ${file}: is not a small regular file`);
  }
  return readFileSync(descriptor, "utf8");
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no such call, and keeps its directory entries durable by itself.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function hasErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

import { randomBytes } from "node:crypto";
import { link, open, unlink } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { KEY_BYTES, type KeyRing } from "./key-ring.ts";
import { KeyRingError, type KeyRingErrorCode } from "./key-ring-error.ts";
import { parseKeyRing } from "./parse-key-ring.ts";
import {
  PrivateFileError,
  type PrivateFileErrorCode,
  type ReadPrivateFileOptions,
  readPrivateFile,
} from "./private-file.ts";

export type ReadKeyRingOptions = ReadPrivateFileOptions;

const CODES: Readonly<Record<PrivateFileErrorCode, KeyRingErrorCode>> = {
  missing: "key_file_missing",
  unreadable: "key_file_unreadable",
  exposed: "key_file_exposed",
};

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
  try {
    return readPrivateFile(file, options);
  } catch (error) {
    if (!(error instanceof PrivateFileError)) throw error;
    const { code, message, cause } = error;
    throw new KeyRingError(CODES[code], `Key file ${file}: ${message}`, { cause });
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

import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Why a file was not read. */
export type PrivateFileErrorCode =
  /** There is no file at the path. */
  | "missing"
  /** It is there but is no small regular file, or cannot be read. */
  | "unreadable"
  /** Others than its owner may read or change it. */
  | "exposed";

/** A file that must not be used. The message says what to change, and not what is in the file. */
export class PrivateFileError extends Error {
  override readonly name = "PrivateFileError";
  readonly code: PrivateFileErrorCode;

  constructor(code: PrivateFileErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface ReadPrivateFileOptions {
  /**
   * The folder of the service's systemd credentials (`$CREDENTIALS_DIRECTORY`), if there is one. It
   * opens to the service alone, and for a service with a user of its own systemd gives the files in
   * it the mode 0440 (an ACL behind it), so directly in this folder the group may read.
   */
  readonly credentialsDirectory?: string | undefined;
}

const MAX_FILE_BYTES = 65_536;

/**
 * Reads a file of at most 64 KiB that only its owner can read.
 *
 * @throws PrivateFileError when that is not what it is
 */
export function readPrivateFile(file: string, options: ReadPrivateFileOptions = {}): string {
  const descriptor = openFile(file);
  try {
    refuseExposed(descriptor, file, options.credentialsDirectory);
    return readText(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function openFile(file: string): number {
  try {
    return openSync(file, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new PrivateFileError("missing", "there is no such file");
    }
    throw new PrivateFileError("unreadable", "cannot be opened", { cause: error });
  }
}

function refuseExposed(
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
  throw new PrivateFileError(
    "exposed",
    `others than its owner have access (mode ${octal}); run chmod 600`,
  );
}

function readText(descriptor: number): string {
  const stats = fstatSync(descriptor);
  if (!stats.isFile() || stats.size > MAX_FILE_BYTES) {
    throw new PrivateFileError("unreadable", "is not a small regular file");
  }
  return readFileSync(descriptor, "utf8");
}

import { createHash, createHmac, type KeyObject, timingSafeEqual } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type BackupItem, isBackupValue } from "@twinlatch/storage";

/** What a backup says of itself, in its first line. */
export interface BackupManifest {
  readonly twinlatch: "backup";
  readonly format: 1;
  /** Version of the program that made it. */
  readonly version: string;
  readonly createdAt: string;
  /** The names of the migrations it was made after, in order. */
  readonly migrations: readonly string[];
  /** The ids of the keys that the ring had; the keys are not in the backup. */
  readonly keyIds: readonly string[];
}

/** The last line: what proves that all the lines before it are as they were written. */
export interface BackupSeal {
  readonly end: true;
  readonly rows: number;
  /** SHA-256 of the lines before, as hexadecimal text. */
  readonly sha256: string;
  /** HMAC-SHA-256 of that text under the ring's key of this id. */
  readonly keyId: string;
  readonly mac: string;
}

/** The file is no backup, is cut off, or was changed by accident. */
export class BackupDamagedError extends Error {
  override readonly name = "BackupDamagedError";
}

/** Counts lines into a hash as they are written or read. */
export function createLineHash(): { add(line: string): void; digest(): string } {
  const hash = createHash("sha256");
  return {
    add: (line) => void hash.update(`${line}\n`),
    digest: () => hash.digest("hex"),
  };
}

export function macOf(sha256: string, key: KeyObject): string {
  return createHmac("sha256", key).update(sha256).digest("base64url");
}

export function isMacOf(mac: string, sha256: string, key: KeyObject): boolean {
  const [given, right] = [Buffer.from(mac), Buffer.from(macOf(sha256, key))];
  return given.length === right.length && timingSafeEqual(given, right);
}

/** The lines of a file, one at a time. */
export function readLines(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Infinity });
}

/** @throws BackupDamagedError */
export function parseManifest(line: string): BackupManifest {
  const value = parseObject(line);
  if (value["twinlatch"] !== "backup") throw new BackupDamagedError("The file is no backup");
  if (value["format"] !== 1) throw new BackupDamagedError("The backup has an unknown format");
  const { version, createdAt, migrations, keyIds } = value;
  if (typeof version !== "string" || typeof createdAt !== "string") throw malformed();
  if (!isTexts(migrations) || !isTexts(keyIds)) throw malformed();
  return { twinlatch: "backup", format: 1, version, createdAt, migrations, keyIds };
}

/** @throws BackupDamagedError */
export function parseSeal(line: string): BackupSeal {
  const { end, rows, sha256, keyId, mac } = parseObject(line);
  if (end !== true) throw new BackupDamagedError("The backup is cut off");
  if (typeof rows !== "number" || typeof sha256 !== "string") throw malformed();
  if (typeof keyId !== "string" || typeof mac !== "string") throw malformed();
  return { end, rows, sha256, keyId, mac };
}

/** @throws BackupDamagedError */
export function parseItem(line: string): BackupItem {
  const { table, columns, row } = parseObject(line);
  if (Array.isArray(row) && row.every(isBackupValue)) return { row };
  if (typeof table === "string" && isTexts(columns)) return { table, columns };
  throw malformed();
}

function parseObject(line: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw malformed();
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed();
  return { ...value };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function malformed(): BackupDamagedError {
  return new BackupDamagedError("The backup is damaged: a line is not what it should be");
}

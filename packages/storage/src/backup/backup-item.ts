/** What a column can hold in a backup; bytes as base64. */
export type BackupValue = string | number | null | { readonly base64: string };

/** One piece of a backup: a table, or the next row of the table before it. */
export type BackupItem =
  | { readonly table: string; readonly columns: readonly string[] }
  | { readonly row: readonly BackupValue[] };

/** What the database gave, as a backup writes it. */
export function toBackupValue(value: unknown): BackupValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString("base64") };
  throw new TypeError("A column holds what no backup can write");
}

/** What a backup holds, as a statement takes it. */
export function toSqlValue(value: BackupValue): string | number | null | Buffer {
  return typeof value === "object" && value !== null ? Buffer.from(value.base64, "base64") : value;
}

/** Whether a value read from a file is one that a backup can hold. */
export function isBackupValue(value: unknown): value is BackupValue {
  if (value === null || typeof value === "string") return true;
  if (typeof value === "number") return Number.isSafeInteger(value);
  return typeof value === "object" && "base64" in value && typeof value.base64 === "string";
}

import type { AesGcmSecretBox, KeyRing } from "@twinlatch/platform-node";
import type { BackupItem, RestoreInput, RestoreOutcome, Storage } from "@twinlatch/storage";
import { compareKeys, type KeyFlaw, type SealingKey } from "@twinlatch/verifier";
import {
  BackupDamagedError,
  type BackupManifest,
  type BackupSeal,
  createLineHash,
  isMacOf,
  parseItem,
  parseManifest,
  parseSeal,
  readLines,
} from "./backup-file.ts";

/** A backup whose lines are all as they were written. */
export interface InspectedBackup {
  readonly manifest: BackupManifest;
  readonly rows: number;
}

/**
 * Why a backup is not restored. `backup_forged`: whoever wrote its last line had not the ring's key. The
 * rest is of `KeyFlaw` and `RestoreOutcome`.
 */
export type RestoreRefusal =
  | KeyFlaw
  | "backup_forged"
  | Extract<RestoreOutcome, { outcome: "refused" }>["reason"];

/**
 * Reads a backup to its end and proves that nothing in it was changed, and that the ring opens what it
 * holds.
 *
 * @throws BackupDamagedError when it is no whole backup; what the file system throws
 */
export async function inspectBackup(
  deps: { readonly ring: KeyRing; readonly secretBox: AesGcmSecretBox },
  file: string,
): Promise<
  | ({ readonly outcome: "good" } & InspectedBackup)
  | { readonly outcome: "refused"; readonly reason: KeyFlaw | "backup_forged" }
> {
  const { manifest, rows, seal, keys } = await readWhole(file);
  const check = compareKeys(deps.secretBox, keys);
  if (check.outcome === "refused") return { outcome: "refused", reason: check.reason };
  const key = deps.ring.deriveSubKeys("backup").get(seal.keyId);
  if (key === undefined) return { outcome: "refused", reason: "key_missing" };
  if (!isMacOf(seal.mac, seal.sha256, key)) return { outcome: "refused", reason: "backup_forged" };
  return { outcome: "good", manifest, rows };
}

/**
 * Puts a backup in the place of what is in the database, once it has proved good. See `Storage.restore`.
 *
 * @throws BackupDamagedError when it is no whole backup; what the file system throws
 * @throws StorageUnavailableError when the database fails; it is as it was then
 */
export async function restoreBackup(
  deps: { readonly ring: KeyRing; readonly secretBox: AesGcmSecretBox; readonly storage: Storage },
  file: string,
  input: Omit<RestoreInput, "items" | "migrations">,
): Promise<
  | (Extract<RestoreOutcome, { outcome: "restored" }> & { readonly manifest: BackupManifest })
  | { readonly outcome: "refused"; readonly reason: RestoreRefusal }
> {
  const inspected = await inspectBackup(deps, file);
  if (inspected.outcome === "refused") return inspected;
  const { manifest } = inspected;
  const { migrations } = manifest;
  const restored = await deps.storage.restore({ ...input, migrations, items: readItems(file) });
  return restored.outcome === "refused" ? restored : { ...restored, manifest };
}

async function* readItems(file: string): AsyncGenerator<BackupItem> {
  let previous: string | undefined;
  let isFirst = true;
  for await (const line of readLines(file)) {
    // The first line is the manifest, the last the seal.
    if (previous !== undefined && !isFirst) yield parseItem(previous);
    if (previous !== undefined) isFirst = false;
    previous = line;
  }
}

interface WholeBackup extends InspectedBackup {
  readonly seal: BackupSeal;
  readonly keys: readonly SealingKey[];
}

async function readWhole(file: string): Promise<WholeBackup> {
  const hash = createLineHash();
  const keys: SealingKey[] = [];
  let manifest: BackupManifest | undefined;
  let previous: string | undefined;
  let table: Extract<BackupItem, { table: string }> | undefined;
  let rows = 0;
  for await (const line of readLines(file)) {
    if (previous !== undefined) hash.add(previous);
    if (previous !== undefined && manifest !== undefined) {
      const item = parseItem(previous);
      if ("table" in item) table = item;
      else {
        rows += 1;
        if (table?.table === "sealing_key") keys.push(toSealingKey(table.columns, item.row));
      }
    }
    if (previous !== undefined) manifest ??= parseManifest(previous);
    previous = line;
  }
  if (previous === undefined || manifest === undefined) {
    throw new BackupDamagedError("The file is no backup");
  }
  const seal = parseSeal(previous);
  if (seal.rows !== rows || seal.sha256 !== hash.digest()) {
    throw new BackupDamagedError("The backup is damaged: its checksum does not fit");
  }
  return { manifest, rows, seal, keys };
}

function toSealingKey(
  columns: readonly string[],
  row: Extract<BackupItem, { row: unknown }>["row"],
): SealingKey {
  const valueOf = (column: string) => row[columns.indexOf(column)] ?? undefined;
  const id = valueOf("id");
  const canary = valueOf("canary");
  const createdAtMillis = valueOf("created_at_millis");
  if (typeof id !== "string" || typeof canary !== "object" || typeof createdAtMillis !== "number") {
    throw new BackupDamagedError("The backup is damaged: it does not tell its keys");
  }
  const timeOf = (column: string) => {
    const value = valueOf(column);
    return typeof value === "number" ? value : undefined;
  };
  return {
    id,
    canary: new Uint8Array(Buffer.from(canary.base64, "base64")),
    createdAtMillis,
    currentSinceMillis: timeOf("current_since_millis"),
    retiredAtMillis: timeOf("retired_at_millis"),
  };
}

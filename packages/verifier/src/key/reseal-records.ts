import type { UnitOfWork } from "../platform/unit-of-work.ts";
import type { SealedRecordStore } from "./sealed-record-store.ts";
import type { SealingKeys } from "./sealing-key.ts";

/** Few enough that a batch holds the database for milliseconds. */
const BATCH_RECORDS = 100;

interface Deps {
  readonly sealingKeys: SealingKeys;
  readonly unitOfWork: UnitOfWork<{ readonly sealedRecords: SealedRecordStore }>;
}

/**
 * Seals every record that another key sealed under the current one, batch by batch; returns how many.
 * Each is replaced only if nobody changed it meanwhile. Ended at any moment it has done no harm, and
 * the next call goes on.
 *
 * @throws SecretUnreadableError when a record does not open; those before it are done
 */
export async function resealRecords(deps: Deps): Promise<number> {
  const tables = await deps.unitOfWork.read(async ({ sealedRecords }) => sealedRecords.tables);
  let count = 0;
  for (const table of tables) count += await resealTable(deps, table);
  return count;
}

/** How many records are sealed under another key than this one. */
export function countOtherThan({ sealingKeys, unitOfWork }: Deps, keyId: string): Promise<number> {
  const prefix = sealingKeys.prefixOf(keyId);
  return unitOfWork.read(({ sealedRecords }) =>
    sum(sealedRecords.tables, (table) => sealedRecords.countOtherThan({ table, prefix })),
  );
}

/** How many records only this key opens. */
export function countUnder({ sealingKeys, unitOfWork }: Deps, keyId: string): Promise<number> {
  const prefix = sealingKeys.prefixOf(keyId);
  return unitOfWork.read(({ sealedRecords }) =>
    sum(sealedRecords.tables, (table) => sealedRecords.countUnder({ table, prefix })),
  );
}

async function resealTable({ sealingKeys, unitOfWork }: Deps, table: string): Promise<number> {
  const { currentId } = sealingKeys.readRing();
  const prefix = sealingKeys.prefixOf(currentId);
  let count = 0;
  let after: readonly string[] | undefined;
  for (;;) {
    const page = { table, prefix, after, limit: BATCH_RECORDS };
    const records = await unitOfWork.read((stores) => stores.sealedRecords.listOtherThan(page));
    if (records.length === 0) return count;
    const resealed = records.map((record) => {
      const plaintext = sealingKeys.box.open(record.sealed, record.place);
      return { record, sealed: sealingKeys.sealUnder(currentId, plaintext, record.place) };
    });
    count += await unitOfWork.write(({ sealedRecords }) =>
      sum(resealed, async ({ record, sealed }) =>
        Number(await sealedRecords.replace(table, record, sealed)),
      ),
    );
    after = records.at(-1)?.key;
  }
}

async function sum<Item>(
  items: readonly Item[],
  count: (item: Item) => Promise<number>,
): Promise<number> {
  let total = 0;
  for (const item of items) total += await count(item);
  return total;
}

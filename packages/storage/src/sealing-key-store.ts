import type { SealingKey, SealingKeyStore } from "@twinlatch/verifier";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";

/** Writes what is there already: the rows stay locked until the transaction ends. */
const holdKeys = compileOnce((db) =>
  db.updateTable("sealing_key").set((eb) => ({ created_at_millis: eb.ref("created_at_millis") })),
);

const listKeys = compileOnce((db) =>
  db
    .selectFrom("sealing_key")
    .select([
      "id",
      "canary",
      "created_at_millis as createdAtMillis",
      "current_since_millis as currentSinceMillis",
      "retired_at_millis as retiredAtMillis",
    ])
    .orderBy("created_at_millis")
    .orderBy("id"),
);

const insertKey = compileOnce((db, key: SealingKeyRow) =>
  db
    .insertInto("sealing_key")
    .values({
      id: key.id,
      canary: key.canary,
      created_at_millis: key.createdAtMillis,
      current_since_millis: key.currentSinceMillis,
      retired_at_millis: key.retiredAtMillis,
    })
    .onConflict((conflict) => conflict.doNothing()),
);

const markCurrent = compileOnce((db, by: { keyId: string; nowMillis: number }) =>
  db
    .updateTable("sealing_key")
    .set({ current_since_millis: by.nowMillis })
    .where("id", "=", by.keyId)
    .where("current_since_millis", "is", null),
);

const markRetired = compileOnce((db, by: { keyId: string; nowMillis: number }) =>
  db
    .updateTable("sealing_key")
    .set({ retired_at_millis: by.nowMillis })
    .where("id", "=", by.keyId)
    .where("retired_at_millis", "is", null),
);

/** What is known of the ring's keys, in the table `sealing_key`. */
export function sealingKeyStore(executor: Executor): SealingKeyStore {
  return {
    async hold() {
      await holdKeys.change(executor, {});
    },
    async list() {
      return (await listKeys.all(executor, {})).map(toKey);
    },
    async insert(key) {
      const row = {
        ...key,
        currentSinceMillis: key.currentSinceMillis ?? null,
        retiredAtMillis: key.retiredAtMillis ?? null,
      };
      return (await insertKey.change(executor, row)) === 1;
    },
    async markCurrent(keyId, nowMillis) {
      return (await markCurrent.change(executor, { keyId, nowMillis })) === 1;
    },
    async markRetired(keyId, nowMillis) {
      return (await markRetired.change(executor, { keyId, nowMillis })) === 1;
    },
  };
}

/** A key with SQL's null. */
type SealingKeyRow = Omit<SealingKey, "currentSinceMillis" | "retiredAtMillis"> & {
  readonly currentSinceMillis: number | null;
  readonly retiredAtMillis: number | null;
};

function toKey(row: SealingKeyRow): SealingKey {
  return {
    ...row,
    canary: new Uint8Array(row.canary),
    currentSinceMillis: row.currentSinceMillis ?? undefined,
    retiredAtMillis: row.retiredAtMillis ?? undefined,
  };
}

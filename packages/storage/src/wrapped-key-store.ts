import type { WrappedKey, WrappedKeyStore } from "@twinlatch/verifier";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";

const listKeys = compileOnce((db) =>
  db
    .selectFrom("wrapped_key")
    .select(["purpose", "id", "sealed_key as sealedKey", "created_at_millis as createdAtMillis"])
    .orderBy("purpose")
    .orderBy("created_at_millis")
    .orderBy("id"),
);

const insertKey = compileOnce((db, key: WrappedKey) =>
  db
    .insertInto("wrapped_key")
    .values({
      purpose: key.purpose,
      id: key.id,
      sealed_key: key.sealedKey,
      created_at_millis: key.createdAtMillis,
    })
    .onConflict((conflict) => conflict.doNothing()),
);

/** Keys that outlive the ring's, in the table `wrapped_key`. */
export function wrappedKeyStore(executor: Executor): WrappedKeyStore {
  return {
    async list() {
      const rows = await listKeys.all(executor, {});
      return rows.map((row) => ({ ...row, sealedKey: new Uint8Array(row.sealedKey) }));
    },
    async insert(key) {
      return (await insertKey.change(executor, key)) === 1;
    },
  };
}

import type { RecoveryCodeStore, Subject } from "@twinlatch/verifier";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";

const findSet = compileOnce((db, subject: Subject) =>
  db
    .selectFrom("recovery_code_set as codes")
    .select((eb) => [
      "codes.id",
      "codes.created_at_millis as createdAtMillis",
      "codes.acknowledged_at_millis as acknowledgedAtMillis",
      eb
        .selectFrom("recovery_code as code")
        .select((count) => count.fn.countAll<number>().as("remaining"))
        .whereRef("code.project_id", "=", "codes.project_id")
        .whereRef("code.subject_id", "=", "codes.subject_id")
        .whereRef("code.set_id", "=", "codes.id")
        .where("code.used_at_millis", "is", null)
        .as("remaining"),
    ])
    .where("codes.project_id", "=", subject.projectId)
    .where("codes.subject_id", "=", subject.subjectId),
);

const findUnusedHash = compileOnce((db, key: Subject & { slot: number }) =>
  db
    .selectFrom("recovery_code_set as codes")
    .innerJoin("recovery_code as code", (join) =>
      join
        .onRef("code.project_id", "=", "codes.project_id")
        .onRef("code.subject_id", "=", "codes.subject_id")
        .onRef("code.set_id", "=", "codes.id"),
    )
    .select(["codes.id as setId", "code.hash"])
    .where("codes.project_id", "=", key.projectId)
    .where("codes.subject_id", "=", key.subjectId)
    .where("code.slot", "=", key.slot)
    .where("code.used_at_millis", "is", null),
);

const consumeCode = compileOnce(
  (db, by: Subject & { setId: string; slot: number; nowMillis: number }) =>
    db
      .updateTable("recovery_code")
      .set({ used_at_millis: by.nowMillis })
      .where("project_id", "=", by.projectId)
      .where("subject_id", "=", by.subjectId)
      .where("set_id", "=", by.setId)
      .where("slot", "=", by.slot)
      .where("used_at_millis", "is", null),
);

// One row per subject: two who regenerate at the same moment wait for each other here.
const replaceSet = compileOnce((db, set: Subject & { id: string; createdAtMillis: number }) =>
  db
    .insertInto("recovery_code_set")
    .values({
      project_id: set.projectId,
      subject_id: set.subjectId,
      id: set.id,
      created_at_millis: set.createdAtMillis,
    })
    .onConflict((conflict) =>
      conflict.columns(["project_id", "subject_id"]).doUpdateSet({
        id: set.id,
        created_at_millis: set.createdAtMillis,
        acknowledged_at_millis: null,
      }),
    ),
);

const removeOtherCodes = compileOnce((db, keep: Subject & { setId: string }) =>
  db
    .deleteFrom("recovery_code")
    .where("project_id", "=", keep.projectId)
    .where("subject_id", "=", keep.subjectId)
    .where("set_id", "!=", keep.setId),
);

const insertCode = compileOnce(
  (db, code: Subject & { setId: string; slot: number; hash: string }) =>
    db.insertInto("recovery_code").values({
      project_id: code.projectId,
      subject_id: code.subjectId,
      set_id: code.setId,
      slot: code.slot,
      hash: code.hash,
    }),
);

const acknowledgeSet = compileOnce((db, by: Subject & { nowMillis: number }) =>
  db
    .updateTable("recovery_code_set")
    .set((eb) => ({
      acknowledged_at_millis: eb.fn.coalesce("acknowledged_at_millis", eb.val(by.nowMillis)),
    }))
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId),
);

// Its codes go with it: they refer to it.
const removeSet = compileOnce((db, subject: Subject) =>
  db
    .deleteFrom("recovery_code_set")
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId),
);

/** Recovery codes in the tables `recovery_code_set` and `recovery_code`. */
export function recoveryCodeStore(executor: Executor): RecoveryCodeStore {
  return {
    async find(subject) {
      const row = await findSet.first(executor, subject);
      if (row === undefined) return undefined;
      const { id, createdAtMillis, acknowledgedAtMillis, remaining } = row;
      return {
        id,
        createdAtMillis,
        acknowledgedAtMillis: acknowledgedAtMillis ?? undefined,
        remaining: remaining ?? 0,
      };
    },
    findUnusedHash: (subject, slot) => findUnusedHash.first(executor, { ...subject, slot }),
    async consume(subject, setId, slot, nowMillis) {
      return (await consumeCode.change(executor, { ...subject, setId, slot, nowMillis })) === 1;
    },
    async replace(subject, { id, createdAtMillis, hashes }) {
      await replaceSet.change(executor, { ...subject, id, createdAtMillis });
      await removeOtherCodes.change(executor, { ...subject, setId: id });
      for (const [index, hash] of hashes.entries()) {
        await insertCode.change(executor, { ...subject, setId: id, slot: index + 1, hash });
      }
    },
    async acknowledge(subject, nowMillis) {
      return (await acknowledgeSet.change(executor, { ...subject, nowMillis })) === 1;
    },
    async remove(subject) {
      await removeSet.change(executor, subject);
    },
  };
}

import type { BreakGlassCode, BreakGlassStore, Subject } from "@twinlatch/verifier";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";

const findLive = compileOnce((db, by: Subject & { nowMillis: number }) =>
  db
    .selectFrom("break_glass_code")
    .select([
      "id",
      "code_hash as codeHash",
      "created_at_millis as createdAtMillis",
      "expires_at_millis as expiresAtMillis",
    ])
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("expires_at_millis", ">", by.nowMillis)
    .where("used_at_millis", "is", null),
);

const replaceCode = compileOnce((db, code: Subject & BreakGlassCode) =>
  db
    .insertInto("break_glass_code")
    .values({
      project_id: code.projectId,
      subject_id: code.subjectId,
      id: code.id,
      code_hash: code.codeHash,
      created_at_millis: code.createdAtMillis,
      expires_at_millis: code.expiresAtMillis,
    })
    .onConflict((conflict) =>
      conflict.columns(["project_id", "subject_id"]).doUpdateSet({
        id: code.id,
        code_hash: code.codeHash,
        created_at_millis: code.createdAtMillis,
        expires_at_millis: code.expiresAtMillis,
        used_at_millis: null,
      }),
    ),
);

const consumeCode = compileOnce((db, by: Subject & { id: string; nowMillis: number }) =>
  db
    .updateTable("break_glass_code")
    .set({ used_at_millis: by.nowMillis })
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("id", "=", by.id)
    .where("expires_at_millis", ">", by.nowMillis)
    .where("used_at_millis", "is", null),
);

// There are as many as people were helped of late: no index, and no limit to a purge.
const purgeCodes = compileOnce((db, by: { before: number }) =>
  db.deleteFrom("break_glass_code").where("expires_at_millis", "<", by.before),
);

/** Break-glass codes in the table `break_glass_code`. */
export function breakGlassStore(executor: Executor): BreakGlassStore {
  return {
    findLive: (subject, nowMillis) => findLive.first(executor, { ...subject, nowMillis }),
    async replace(subject, code) {
      await replaceCode.change(executor, { ...code, ...subject });
    },
    async consume(subject, id, nowMillis) {
      return (await consumeCode.change(executor, { ...subject, id, nowMillis })) === 1;
    },
    purge: (before) => purgeCodes.change(executor, { before }),
  };
}

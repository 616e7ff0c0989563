import type { PasswordDoubtStore, Subject } from "@twinlatch/verifier";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { PURGE_ROWS } from "./purge.ts";

const beginDoubt = compileOnce(
  (db, by: Subject & { nowMillis: number; againAfterMillis: number }) =>
    db
      .insertInto("password_doubt")
      .values({
        project_id: by.projectId,
        subject_id: by.subjectId,
        noted_at_millis: by.nowMillis,
        retired_at_millis: null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(["project_id", "subject_id"])
          .doUpdateSet({ noted_at_millis: by.nowMillis })
          .where("password_doubt.noted_at_millis", "<=", by.againAfterMillis)
          .where("password_doubt.retired_at_millis", "is", null),
      ),
);

const retirePassword = compileOnce((db, by: Subject & { nowMillis: number }) =>
  db
    .insertInto("password_doubt")
    .values({
      project_id: by.projectId,
      subject_id: by.subjectId,
      noted_at_millis: by.nowMillis,
      retired_at_millis: by.nowMillis,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["project_id", "subject_id"])
        .doUpdateSet({ retired_at_millis: by.nowMillis })
        .where("password_doubt.retired_at_millis", "is", null),
    ),
);

const findRetired = compileOnce((db, subject: Subject) =>
  db
    .selectFrom("password_doubt")
    .select("retired_at_millis")
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId)
    .where("retired_at_millis", "is not", null),
);

const clearDoubt = compileOnce((db, subject: Subject) =>
  db
    .deleteFrom("password_doubt")
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId),
);

const purgeDoubts = compileOnce((db, by: { beforeMillis: number }) =>
  db
    .deleteFrom("password_doubt")
    .where("noted_at_millis", "<", by.beforeMillis)
    .where("retired_at_millis", "is", null)
    .where(
      (eb) => eb.refTuple("project_id", "subject_id"),
      "in",
      (eb) =>
        eb
          .selectFrom("password_doubt")
          .select(["project_id", "subject_id"])
          .where("noted_at_millis", "<", by.beforeMillis)
          .where("retired_at_millis", "is", null)
          .limit(PURGE_ROWS)
          .$asTuple("project_id", "subject_id"),
    ),
);

/** Doubted and retired passwords in the table `password_doubt`. */
export function passwordDoubtStore(executor: Executor): PasswordDoubtStore {
  return {
    async begin(subject, nowMillis, againAfterMillis) {
      const by = { ...subject, nowMillis, againAfterMillis };
      return (await beginDoubt.change(executor, by)) === 1;
    },
    async retire(subject, nowMillis) {
      return (await retirePassword.change(executor, { ...subject, nowMillis })) === 1;
    },
    isRetired: async (subject) => (await findRetired.first(executor, subject)) !== undefined,
    async clear(subject) {
      await clearDoubt.change(executor, subject);
    },
    purge: (beforeMillis) => purgeDoubts.change(executor, { beforeMillis }),
  };
}

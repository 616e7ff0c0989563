import type { FactorReplacement, ReplacementStore, Subject } from "@twinlatch/verifier";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { PURGE_ROWS } from "./purge.ts";

const deleteStale = compileOnce(
  (db, by: Subject & { nowMillis: number; staleBeforeMillis: number }) =>
    db
      .deleteFrom("factor_replacement")
      .where("project_id", "=", by.projectId)
      .where("subject_id", "=", by.subjectId)
      .where((eb) =>
        eb.or([
          eb.and([
            eb("completed_at_millis", "is", null),
            eb("expires_at_millis", "<=", by.nowMillis),
          ]),
          eb("completed_at_millis", "<", by.staleBeforeMillis),
        ]),
      ),
);

const insertReplacement = compileOnce((db, row: ReplacementRow) =>
  db
    .insertInto("factor_replacement")
    .values({
      project_id: row.projectId,
      subject_id: row.subjectId,
      id: row.id,
      factor_id: row.factorId,
      token_digest: row.tokenDigest,
      requested_at_millis: row.requestedAtMillis,
      ready_at_millis: row.readyAtMillis,
      expires_at_millis: row.expiresAtMillis,
      completed_at_millis: row.completedAtMillis,
      ip: row.ip,
    })
    .onConflict((conflict) => conflict.columns(["project_id", "subject_id"]).doNothing()),
);

const findReplacement = compileOnce((db, subject: Subject) =>
  db
    .selectFrom("factor_replacement")
    .select([
      "project_id as projectId",
      "subject_id as subjectId",
      "id",
      "factor_id as factorId",
      "token_digest as tokenDigest",
      "requested_at_millis as requestedAtMillis",
      "ready_at_millis as readyAtMillis",
      "expires_at_millis as expiresAtMillis",
      "completed_at_millis as completedAtMillis",
      "ip",
    ])
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId),
);

const cancelReplacement = compileOnce((db, subject: Subject) =>
  db
    .deleteFrom("factor_replacement")
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId)
    .where("completed_at_millis", "is", null),
);

const completeReplacement = compileOnce(
  (db, by: Subject & { tokenDigest: string; nowMillis: number }) =>
    db
      .updateTable("factor_replacement")
      .set({ completed_at_millis: by.nowMillis })
      .where("project_id", "=", by.projectId)
      .where("subject_id", "=", by.subjectId)
      .where("token_digest", "=", by.tokenDigest)
      .where("completed_at_millis", "is", null)
      .where("ready_at_millis", "<=", by.nowMillis)
      .where("expires_at_millis", ">", by.nowMillis),
);

const restartReplacement = compileOnce(
  (db, by: Subject & { nowMillis: number; readyAtMillis: number; expiresAtMillis: number }) =>
    db
      .updateTable("factor_replacement")
      .set({ ready_at_millis: by.readyAtMillis, expires_at_millis: by.expiresAtMillis })
      .where("project_id", "=", by.projectId)
      .where("subject_id", "=", by.subjectId)
      .where("completed_at_millis", "is", null)
      .where("expires_at_millis", ">", by.nowMillis),
);

const purgeReplacements = compileOnce((db, by: { beforeMillis: number }) =>
  db.deleteFrom("factor_replacement").where(
    (eb) => eb.refTuple("project_id", "subject_id"),
    "in",
    (eb) =>
      eb
        .selectFrom("factor_replacement")
        .select(["project_id", "subject_id"])
        .where("expires_at_millis", "<", by.beforeMillis)
        .where((or) =>
          or.or([
            or("completed_at_millis", "is", null),
            or("completed_at_millis", "<", by.beforeMillis),
          ]),
        )
        .limit(PURGE_ROWS)
        .$asTuple("project_id", "subject_id"),
  ),
);

/** Replacements in the table `factor_replacement`. */
export function replacementStore(executor: Executor): ReplacementStore {
  return {
    async insert(replacement, by) {
      const { projectId, subjectId, completedAtMillis } = replacement;
      await deleteStale.change(executor, { projectId, subjectId, ...by });
      const row = { ...replacement, completedAtMillis: completedAtMillis ?? null };
      return (await insertReplacement.change(executor, row)) === 1;
    },
    async find(subject) {
      const row = await findReplacement.first(executor, subject);
      return row && { ...row, completedAtMillis: row.completedAtMillis ?? undefined };
    },
    async cancel(subject) {
      return (await cancelReplacement.change(executor, subject)) === 1;
    },
    async complete(subject, by) {
      return (await completeReplacement.change(executor, { ...subject, ...by })) === 1;
    },
    async restart({ projectId, subjectId }, by) {
      return (await restartReplacement.change(executor, { projectId, subjectId, ...by })) === 1;
    },
    purge: (beforeMillis) => purgeReplacements.change(executor, { beforeMillis }),
  };
}

/** A replacement with SQL's null. */
type ReplacementRow = Omit<FactorReplacement, "completedAtMillis"> & {
  readonly completedAtMillis: number | null;
};

import type { FactorStatus, Subject, TotpFactor, TotpStore } from "@twinlatch/verifier";
import { sql } from "kysely";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { oldestFirst } from "./oldest-first.ts";
import { PURGE_ROWS } from "./purge.ts";

interface FactorKey extends Subject {
  readonly factorId: string;
}

const insertFactor = compileOnce((db, factor: FactorRow) =>
  db.insertInto("totp_factor").values({
    project_id: factor.projectId,
    subject_id: factor.subjectId,
    id: factor.id,
    label: factor.label,
    status: factor.status,
    is_default: factor.isDefault,
    algorithm: factor.algorithm,
    digits: factor.digits,
    period_seconds: factor.periodSeconds,
    sealed_secret: factor.sealedSecret,
    last_step: factor.lastStep,
    session_id: factor.sessionId,
    consecutive_failures: factor.consecutiveFailures,
    created_at_millis: factor.createdAtMillis,
    expires_at_millis: factor.expiresAtMillis,
    last_used_at_millis: factor.lastUsedAtMillis,
  }),
);

const COLUMNS = [
  "project_id as projectId",
  "subject_id as subjectId",
  "id",
  "label",
  "status",
  "is_default as isDefault",
  "algorithm",
  "digits",
  "period_seconds as periodSeconds",
  "sealed_secret as sealedSecret",
  "last_step as lastStep",
  "session_id as sessionId",
  "consecutive_failures as consecutiveFailures",
  "created_at_millis as createdAtMillis",
  "expires_at_millis as expiresAtMillis",
  "last_used_at_millis as lastUsedAtMillis",
] as const;

const findFactor = compileOnce((db, key: FactorKey) =>
  db
    .selectFrom("totp_factor")
    .select(COLUMNS)
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("id", "=", key.factorId),
);

const listFactors = compileOnce((db, subject: Subject) =>
  db
    .selectFrom("totp_factor")
    .select(COLUMNS)
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId),
);

const reserveConfirmation = compileOnce(
  (db, by: FactorKey & { sessionId: string; nowMillis: number; maxAttempts: number }) =>
    db
      .updateTable("totp_factor")
      .set((eb) => ({ confirm_attempts: eb("confirm_attempts", "+", 1) }))
      .where("project_id", "=", by.projectId)
      .where("subject_id", "=", by.subjectId)
      .where("id", "=", by.factorId)
      .where("status", "=", "pending")
      .where("session_id", "=", by.sessionId)
      .where("expires_at_millis", ">", by.nowMillis)
      .where("confirm_attempts", "<", by.maxAttempts),
);

const releaseConfirmation = compileOnce((db, key: FactorKey) =>
  db
    .updateTable("totp_factor")
    .set((eb) => ({ confirm_attempts: eb("confirm_attempts", "-", 1) }))
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("id", "=", key.factorId)
    .where("confirm_attempts", ">", 0),
);

const activateFactor = compileOnce(
  (
    db,
    by: FactorKey & { step: number; isDefault: number; label: string | null; nowMillis: number },
  ) =>
    db
      .updateTable("totp_factor")
      .set((eb) => ({
        status: "active",
        last_step: by.step,
        is_default: by.isDefault,
        label: eb.fn.coalesce(eb.val(by.label), "label"),
        last_used_at_millis: by.nowMillis,
      }))
      .where("project_id", "=", by.projectId)
      .where("subject_id", "=", by.subjectId)
      .where("id", "=", by.factorId)
      .where("status", "=", "pending")
      .where("expires_at_millis", ">", by.nowMillis),
);

const advanceStep = compileOnce((db, by: FactorKey & { step: number; nowMillis: number }) =>
  db
    .updateTable("totp_factor")
    .set({ last_step: by.step, last_used_at_millis: by.nowMillis, consecutive_failures: 0 })
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("id", "=", by.factorId)
    .where("status", "=", "active")
    .where("last_step", "<", by.step),
);

const countFailure = compileOnce((db, by: FactorKey & { maxFailures: number }) =>
  db
    .updateTable("totp_factor")
    .set((eb) => ({ consecutive_failures: eb("consecutive_failures", "+", 1) }))
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("id", "=", by.factorId)
    .where("status", "=", "active")
    .where("consecutive_failures", "<", by.maxFailures),
);

const releaseFailure = compileOnce((db, key: FactorKey) =>
  db
    .updateTable("totp_factor")
    .set((eb) => ({ consecutive_failures: eb("consecutive_failures", "-", 1) }))
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("id", "=", key.factorId)
    .where("consecutive_failures", ">", 0),
);

const disableFailed = compileOnce((db, by: FactorKey & { maxFailures: number }) =>
  db
    .updateTable("totp_factor")
    .set({ status: "disabled", is_default: 0 })
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("id", "=", by.factorId)
    .where("status", "=", "active")
    .where("consecutive_failures", ">=", by.maxFailures),
);

const renameFactor = compileOnce((db, to: FactorKey & { label: string }) =>
  db
    .updateTable("totp_factor")
    .set({ label: to.label })
    .where("project_id", "=", to.projectId)
    .where("subject_id", "=", to.subjectId)
    .where("id", "=", to.factorId)
    .where("status", "=", "active"),
);

const makeDefault = compileOnce((db, key: FactorKey) =>
  db
    .updateTable("totp_factor")
    .set({ is_default: sql<number>`case when id = ${key.factorId} then 1 else 0 end` })
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("status", "=", "active")
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("totp_factor as chosen")
          .select("chosen.id")
          .where("chosen.project_id", "=", key.projectId)
          .where("chosen.subject_id", "=", key.subjectId)
          .where("chosen.id", "=", key.factorId)
          .where("chosen.status", "=", "active"),
      ),
    ),
);

const clearDefault = compileOnce((db, subject: Subject) =>
  db
    .updateTable("totp_factor")
    .set({ is_default: 0 })
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId)
    .where("is_default", "=", 1),
);

const changeStatus = compileOnce((db, by: FactorKey & { from: FactorStatus; to: FactorStatus }) =>
  db
    .updateTable("totp_factor")
    .set({ status: by.to, is_default: 0 })
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("id", "=", by.factorId)
    .where("status", "=", by.from),
);

const removeFactor = compileOnce((db, key: FactorKey) =>
  db
    .deleteFrom("totp_factor")
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("id", "=", key.factorId),
);

const removePendingOf = compileOnce((db, of: Subject & { sessionId: string }) =>
  db
    .deleteFrom("totp_factor")
    .where("project_id", "=", of.projectId)
    .where("subject_id", "=", of.subjectId)
    .where("session_id", "=", of.sessionId)
    .where("status", "=", "pending"),
);

const purgePending = compileOnce((db, by: { beforeMillis: number }) =>
  db.deleteFrom("totp_factor").where(
    (eb) => eb.refTuple("project_id", "subject_id", "id"),
    "in",
    (eb) =>
      eb
        .selectFrom("totp_factor")
        .select(["project_id", "subject_id", "id"])
        .where("status", "=", sql.lit("pending"))
        .where("expires_at_millis", "<", by.beforeMillis)
        .limit(PURGE_ROWS)
        .$asTuple("project_id", "subject_id", "id"),
  ),
);

/** Authenticator apps in the table `totp_factor`. */
export function totpStore(executor: Executor): TotpStore {
  return {
    ...enrolments(executor),
    async insert(factor) {
      await insertFactor.change(executor, toRow(factor));
    },
    async find(subject, factorId) {
      const row = await findFactor.first(executor, { ...subject, factorId });
      return row && toFactor(row);
    },
    async list(subject) {
      return oldestFirst((await listFactors.all(executor, subject)).map(toFactor));
    },
    async activate(subject, factorId, { step, isDefault, label, nowMillis }) {
      const changed = await activateFactor.change(executor, {
        ...subject,
        factorId,
        step,
        isDefault: Number(isDefault),
        label: label ?? null,
        nowMillis,
      });
      return changed === 1;
    },
    async advanceStep(subject, factorId, step, nowMillis) {
      return (await advanceStep.change(executor, { ...subject, factorId, step, nowMillis })) === 1;
    },
    async countFailure(subject, factorId, maxFailures) {
      return (await countFailure.change(executor, { ...subject, factorId, maxFailures })) === 1;
    },
    async releaseFailure(subject, factorId) {
      await releaseFailure.change(executor, { ...subject, factorId });
    },
    async disableFailed(subject, factorId, maxFailures) {
      return (await disableFailed.change(executor, { ...subject, factorId, maxFailures })) === 1;
    },
    async rename(subject, factorId, label) {
      return (await renameFactor.change(executor, { ...subject, factorId, label })) === 1;
    },
    async makeDefault(subject, factorId) {
      return (await makeDefault.change(executor, { ...subject, factorId })) > 0;
    },
    async clearDefault(subject) {
      await clearDefault.change(executor, subject);
    },
    async changeStatus(subject, factorId, change) {
      return (await changeStatus.change(executor, { ...subject, factorId, ...change })) === 1;
    },
    async remove(subject, factorId) {
      return (await removeFactor.change(executor, { ...subject, factorId })) === 1;
    },
  };
}

type Enrolments =
  | "purgePending"
  | "releaseConfirmation"
  | "removePendingOf"
  | "reserveConfirmation";

function enrolments(executor: Executor): Pick<TotpStore, Enrolments> {
  return {
    async reserveConfirmation(subject, factorId, by) {
      return (await reserveConfirmation.change(executor, { ...subject, factorId, ...by })) === 1;
    },
    async releaseConfirmation(subject, factorId) {
      await releaseConfirmation.change(executor, { ...subject, factorId });
    },
    async removePendingOf(subject, sessionId) {
      await removePendingOf.change(executor, { ...subject, sessionId });
    },
    purgePending: (beforeMillis) => purgePending.change(executor, { beforeMillis }),
  };
}

/** A factor with SQL's truth and null. */
type FactorRow = Omit<TotpFactor, "isDefault" | "lastUsedAtMillis"> & {
  readonly isDefault: number;
  readonly lastUsedAtMillis: number | null;
};

function toRow(factor: TotpFactor): FactorRow {
  return {
    ...factor,
    isDefault: Number(factor.isDefault),
    lastUsedAtMillis: factor.lastUsedAtMillis ?? null,
  };
}

function toFactor(row: FactorRow): TotpFactor {
  return {
    ...row,
    isDefault: row.isDefault === 1,
    // Drivers answer with a Buffer, which prints and compares differently.
    sealedSecret: new Uint8Array(row.sealedSecret),
    lastUsedAtMillis: row.lastUsedAtMillis ?? undefined,
  };
}

import type { FactorStatus, PhoneFactor, PhoneStore, Subject } from "@twinlatch/verifier";
import { sql } from "kysely";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { oldestFirst } from "./oldest-first.ts";
import { PURGE_ROWS } from "./purge.ts";

interface PhoneKey extends Subject {
  readonly phoneId: string;
}

const insertPhone = compileOnce((db, phone: PhoneRow) =>
  db.insertInto("phone_factor").values({
    project_id: phone.projectId,
    subject_id: phone.subjectId,
    id: phone.id,
    label: phone.label,
    status: phone.status,
    is_default: phone.isDefault,
    sealed_number: phone.sealedNumber,
    number_key: phone.numberKey,
    hint: phone.hint,
    channel: phone.channel,
    session_id: phone.sessionId,
    consecutive_failures: phone.consecutiveFailures,
    created_at_millis: phone.createdAtMillis,
    expires_at_millis: phone.expiresAtMillis,
    last_used_at_millis: phone.lastUsedAtMillis,
  }),
);

const COLUMNS = [
  "project_id as projectId",
  "subject_id as subjectId",
  "id",
  "label",
  "status",
  "is_default as isDefault",
  "sealed_number as sealedNumber",
  "number_key as numberKey",
  "hint",
  "channel",
  "session_id as sessionId",
  "consecutive_failures as consecutiveFailures",
  "created_at_millis as createdAtMillis",
  "expires_at_millis as expiresAtMillis",
  "last_used_at_millis as lastUsedAtMillis",
] as const;

const findPhone = compileOnce((db, key: PhoneKey) =>
  db
    .selectFrom("phone_factor")
    .select(COLUMNS)
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("id", "=", key.phoneId),
);

const listPhones = compileOnce((db, subject: Subject) =>
  db
    .selectFrom("phone_factor")
    .select(COLUMNS)
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId),
);

const reserveConfirmation = compileOnce(
  (db, by: PhoneKey & { sessionId: string; nowMillis: number; maxAttempts: number }) =>
    db
      .updateTable("phone_factor")
      .set((eb) => ({ confirm_attempts: eb("confirm_attempts", "+", 1) }))
      .where("project_id", "=", by.projectId)
      .where("subject_id", "=", by.subjectId)
      .where("id", "=", by.phoneId)
      .where("status", "=", "pending")
      .where("session_id", "=", by.sessionId)
      .where("expires_at_millis", ">", by.nowMillis)
      .where("confirm_attempts", "<", by.maxAttempts),
);

const releaseConfirmation = compileOnce((db, key: PhoneKey) =>
  db
    .updateTable("phone_factor")
    .set((eb) => ({ confirm_attempts: eb("confirm_attempts", "-", 1) }))
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("id", "=", key.phoneId)
    .where("confirm_attempts", ">", 0),
);

const activatePhone = compileOnce(
  (db, by: PhoneKey & { isDefault: number; label: string | null; nowMillis: number }) =>
    db
      .updateTable("phone_factor")
      .set((eb) => ({
        status: "active",
        is_default: by.isDefault,
        label: eb.fn.coalesce(eb.val(by.label), "label"),
        last_used_at_millis: by.nowMillis,
      }))
      .where("project_id", "=", by.projectId)
      .where("subject_id", "=", by.subjectId)
      .where("id", "=", by.phoneId)
      .where("status", "=", "pending")
      .where("expires_at_millis", ">", by.nowMillis),
);

const extendPending = compileOnce(
  (db, by: PhoneKey & { untilMillis: number; maxAttempts: number }) =>
    db
      .updateTable("phone_factor")
      .set({ expires_at_millis: by.untilMillis })
      .where("project_id", "=", by.projectId)
      .where("subject_id", "=", by.subjectId)
      .where("id", "=", by.phoneId)
      .where("status", "=", "pending")
      .where("confirm_attempts", "<", by.maxAttempts),
);

const noteUse = compileOnce((db, by: PhoneKey & { nowMillis: number }) =>
  db
    .updateTable("phone_factor")
    .set({ last_used_at_millis: by.nowMillis, consecutive_failures: 0 })
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("id", "=", by.phoneId)
    .where("status", "=", "active"),
);

const countFailure = compileOnce((db, by: PhoneKey & { maxFailures: number }) =>
  db
    .updateTable("phone_factor")
    .set((eb) => ({ consecutive_failures: eb("consecutive_failures", "+", 1) }))
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("id", "=", by.phoneId)
    .where("status", "=", "active")
    .where("consecutive_failures", "<", by.maxFailures),
);

const releaseFailure = compileOnce((db, key: PhoneKey) =>
  db
    .updateTable("phone_factor")
    .set((eb) => ({ consecutive_failures: eb("consecutive_failures", "-", 1) }))
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("id", "=", key.phoneId)
    .where("consecutive_failures", ">", 0),
);

const disableFailed = compileOnce((db, by: PhoneKey & { maxFailures: number }) =>
  db
    .updateTable("phone_factor")
    .set({ status: "disabled", is_default: 0 })
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("id", "=", by.phoneId)
    .where("status", "=", "active")
    .where("consecutive_failures", ">=", by.maxFailures),
);

const renamePhone = compileOnce((db, to: PhoneKey & { label: string }) =>
  db
    .updateTable("phone_factor")
    .set({ label: to.label })
    .where("project_id", "=", to.projectId)
    .where("subject_id", "=", to.subjectId)
    .where("id", "=", to.phoneId)
    .where("status", "=", "active"),
);

const makeDefault = compileOnce((db, key: PhoneKey) =>
  db
    .updateTable("phone_factor")
    .set({ is_default: sql<number>`case when id = ${key.phoneId} then 1 else 0 end` })
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("status", "=", "active")
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("phone_factor as chosen")
          .select("chosen.id")
          .where("chosen.project_id", "=", key.projectId)
          .where("chosen.subject_id", "=", key.subjectId)
          .where("chosen.id", "=", key.phoneId)
          .where("chosen.status", "=", "active"),
      ),
    ),
);

const clearDefault = compileOnce((db, subject: Subject) =>
  db
    .updateTable("phone_factor")
    .set({ is_default: 0 })
    .where("project_id", "=", subject.projectId)
    .where("subject_id", "=", subject.subjectId)
    .where("is_default", "=", 1),
);

const changeStatus = compileOnce((db, by: PhoneKey & { from: FactorStatus; to: FactorStatus }) =>
  db
    .updateTable("phone_factor")
    .set({ status: by.to, is_default: 0 })
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("id", "=", by.phoneId)
    .where("status", "=", by.from),
);

const removePhone = compileOnce((db, key: PhoneKey) =>
  db
    .deleteFrom("phone_factor")
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("id", "=", key.phoneId),
);

const removePendingOf = compileOnce((db, of: Subject & { sessionId: string }) =>
  db
    .deleteFrom("phone_factor")
    .where("project_id", "=", of.projectId)
    .where("subject_id", "=", of.subjectId)
    .where("session_id", "=", of.sessionId)
    .where("status", "=", "pending"),
);

const purgePending = compileOnce((db, by: { beforeMillis: number }) =>
  db.deleteFrom("phone_factor").where(
    (eb) => eb.refTuple("project_id", "subject_id", "id"),
    "in",
    (eb) =>
      eb
        .selectFrom("phone_factor")
        .select(["project_id", "subject_id", "id"])
        .where("status", "=", sql.lit("pending"))
        .where("expires_at_millis", "<", by.beforeMillis)
        .limit(PURGE_ROWS)
        .$asTuple("project_id", "subject_id", "id"),
  ),
);

/** Phones in the table `phone_factor`. */
export function phoneStore(executor: Executor): PhoneStore {
  return {
    ...enrolments(executor),
    async insert(phone) {
      await insertPhone.change(executor, toRow(phone));
    },
    async find(subject, phoneId) {
      const row = await findPhone.first(executor, { ...subject, phoneId });
      return row && toPhone(row);
    },
    async list(subject) {
      return oldestFirst((await listPhones.all(executor, subject)).map(toPhone));
    },
    async activate(subject, phoneId, { isDefault, label, nowMillis }) {
      const changed = await activatePhone.change(executor, {
        ...subject,
        phoneId,
        isDefault: Number(isDefault),
        label: label ?? null,
        nowMillis,
      });
      return changed === 1;
    },
    async extendPending(subject, phoneId, by) {
      return (await extendPending.change(executor, { ...subject, phoneId, ...by })) === 1;
    },
    async noteUse(subject, phoneId, nowMillis) {
      return (await noteUse.change(executor, { ...subject, phoneId, nowMillis })) === 1;
    },
    async countFailure(subject, phoneId, maxFailures) {
      return (await countFailure.change(executor, { ...subject, phoneId, maxFailures })) === 1;
    },
    async releaseFailure(subject, phoneId) {
      await releaseFailure.change(executor, { ...subject, phoneId });
    },
    async disableFailed(subject, phoneId, maxFailures) {
      return (await disableFailed.change(executor, { ...subject, phoneId, maxFailures })) === 1;
    },
    async rename(subject, phoneId, label) {
      return (await renamePhone.change(executor, { ...subject, phoneId, label })) === 1;
    },
    async makeDefault(subject, phoneId) {
      return (await makeDefault.change(executor, { ...subject, phoneId })) > 0;
    },
    async clearDefault(subject) {
      await clearDefault.change(executor, subject);
    },
    async changeStatus(subject, phoneId, change) {
      return (await changeStatus.change(executor, { ...subject, phoneId, ...change })) === 1;
    },
    async remove(subject, phoneId) {
      return (await removePhone.change(executor, { ...subject, phoneId })) === 1;
    },
  };
}

type Enrolments =
  | "purgePending"
  | "releaseConfirmation"
  | "removePendingOf"
  | "reserveConfirmation";

function enrolments(executor: Executor): Pick<PhoneStore, Enrolments> {
  return {
    async reserveConfirmation(subject, phoneId, by) {
      return (await reserveConfirmation.change(executor, { ...subject, phoneId, ...by })) === 1;
    },
    async releaseConfirmation(subject, phoneId) {
      await releaseConfirmation.change(executor, { ...subject, phoneId });
    },
    async removePendingOf(subject, sessionId) {
      await removePendingOf.change(executor, { ...subject, sessionId });
    },
    purgePending: (beforeMillis) => purgePending.change(executor, { beforeMillis }),
  };
}

/** A phone with SQL's truth and null. */
type PhoneRow = Omit<PhoneFactor, "isDefault" | "lastUsedAtMillis"> & {
  readonly isDefault: number;
  readonly lastUsedAtMillis: number | null;
};

function toRow(phone: PhoneFactor): PhoneRow {
  return {
    ...phone,
    isDefault: Number(phone.isDefault),
    lastUsedAtMillis: phone.lastUsedAtMillis ?? null,
  };
}

function toPhone(row: PhoneRow): PhoneFactor {
  return {
    ...row,
    isDefault: row.isDefault === 1,
    // Drivers answer with a Buffer, which prints and compares differently.
    sealedNumber: new Uint8Array(row.sealedNumber),
    lastUsedAtMillis: row.lastUsedAtMillis ?? undefined,
  };
}

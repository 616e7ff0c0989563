import type { SmsCode, SmsCodeStore, Subject } from "@twinlatch/verifier";
import { sql } from "kysely";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { oldestFirst } from "./oldest-first.ts";
import { PURGE_ROWS } from "./purge.ts";

interface BoundKey extends Subject {
  readonly boundTo: string;
}

const supersedeCodes = compileOnce((db, key: BoundKey) =>
  db
    .updateTable("sms_code")
    .set({ status: "superseded" })
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("bound_to", "=", key.boundTo)
    .where("status", "=", sql.lit("live" as const)),
);

const insertCode = compileOnce((db, code: SmsCode) =>
  db.insertInto("sms_code").values({
    project_id: code.projectId,
    subject_id: code.subjectId,
    bound_to: code.boundTo,
    id: code.id,
    phone_id: code.phoneId,
    code_hash: code.codeHash,
    text_id: code.textId,
    status: code.status,
    created_at_millis: code.createdAtMillis,
    expires_at_millis: code.expiresAtMillis,
  }),
);

const listCodes = compileOnce((db, key: BoundKey) =>
  db
    .selectFrom("sms_code")
    .select([
      "project_id as projectId",
      "subject_id as subjectId",
      "bound_to as boundTo",
      "id",
      "phone_id as phoneId",
      "code_hash as codeHash",
      "text_id as textId",
      "status",
      "created_at_millis as createdAtMillis",
      "expires_at_millis as expiresAtMillis",
    ])
    .where("project_id", "=", key.projectId)
    .where("subject_id", "=", key.subjectId)
    .where("bound_to", "=", key.boundTo),
);

const spendCode = compileOnce((db, by: BoundKey & { codeId: string; nowMillis: number }) =>
  db
    .updateTable("sms_code")
    .set({ status: "used" })
    .where("project_id", "=", by.projectId)
    .where("subject_id", "=", by.subjectId)
    .where("bound_to", "=", by.boundTo)
    .where("id", "=", by.codeId)
    .where("status", "=", "live")
    .where("expires_at_millis", ">", by.nowMillis),
);

const purgeCodes = compileOnce((db, by: { beforeMillis: number }) =>
  db.deleteFrom("sms_code").where(
    (eb) => eb.refTuple("project_id", "subject_id", "bound_to", "id"),
    "in",
    (eb) =>
      eb
        .selectFrom("sms_code")
        .select(["project_id", "subject_id", "bound_to", "id"])
        .where("expires_at_millis", "<", by.beforeMillis)
        .limit(PURGE_ROWS)
        .$asTuple("project_id", "subject_id", "bound_to", "id"),
  ),
);

/** Texted codes in the table `sms_code`. */
export function smsCodeStore(executor: Executor): SmsCodeStore {
  return {
    async replace(code) {
      await supersedeCodes.change(executor, code);
      await insertCode.change(executor, code);
    },
    async list(subject, boundTo) {
      return oldestFirst(await listCodes.all(executor, { ...subject, boundTo })).toReversed();
    },
    async spend({ projectId, subjectId, boundTo, id: codeId }, nowMillis) {
      const key = { projectId, subjectId, boundTo, codeId, nowMillis };
      return (await spendCode.change(executor, key)) === 1;
    },
    purge: (beforeMillis) => purgeCodes.change(executor, { beforeMillis }),
  };
}

import type { Notice, NoticeStore } from "@twinlatch/accounts";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { PURGE_ROWS } from "./purge.ts";

const insertNotice = compileOnce((db, notice: Notice) =>
  db.insertInto("notice").values({
    id: notice.id,
    account_id: notice.accountId,
    sealed_message: notice.sealedMessage,
    due_at_millis: notice.dueAtMillis,
    attempts: notice.attempts,
    created_at_millis: notice.createdAtMillis,
    expires_at_millis: notice.expiresAtMillis,
  }),
);

const findDue = compileOnce((db, by: { nowMillis: number }) =>
  db
    .selectFrom("notice")
    .select("id")
    .where("due_at_millis", "<=", by.nowMillis)
    .where("expires_at_millis", ">", by.nowMillis)
    .limit(1),
);

interface Claim {
  readonly nowMillis: number;
  readonly dueAtMillis: number;
  readonly limit: number;
}

const claimDue = compileOnce((db, by: Claim) =>
  db
    .updateTable("notice")
    .set((eb) => ({ due_at_millis: by.dueAtMillis, attempts: eb("attempts", "+", 1) }))
    .where("id", "in", (eb) =>
      eb
        .selectFrom("notice")
        .select("id")
        .where("due_at_millis", "<=", by.nowMillis)
        .where("expires_at_millis", ">", by.nowMillis)
        .orderBy("due_at_millis")
        .limit(by.limit),
    )
    // PostgreSQL asks this again of a row that another process has just claimed.
    .where("due_at_millis", "<=", by.nowMillis)
    .returning([
      "id",
      "account_id as accountId",
      "sealed_message as sealedMessage",
      "due_at_millis as dueAtMillis",
      "attempts",
      "created_at_millis as createdAtMillis",
      "expires_at_millis as expiresAtMillis",
    ]),
);

const postponeNotice = compileOnce(
  (db, to: { id: string; attempts: number; dueAtMillis: number }) =>
    db
      .updateTable("notice")
      .set({ due_at_millis: to.dueAtMillis })
      .where("id", "=", to.id)
      .where("attempts", "=", to.attempts),
);

const removeNotice = compileOnce((db, key: { noticeId: string }) =>
  db.deleteFrom("notice").where("id", "=", key.noticeId),
);

const purgeNotices = compileOnce((db, by: { beforeMillis: number }) =>
  db
    .deleteFrom("notice")
    .where("id", "in", (eb) =>
      eb
        .selectFrom("notice")
        .select("id")
        .where("expires_at_millis", "<", by.beforeMillis)
        .limit(PURGE_ROWS),
    ),
);

/** Notices in the table `notice`. */
export function noticeStore(executor: Executor): NoticeStore {
  return {
    async insert(notice) {
      await insertNotice.change(executor, notice);
    },
    isAnyDue: async (nowMillis) => (await findDue.first(executor, { nowMillis })) !== undefined,
    claim: ({ nowMillis, leaseMillis, limit }) =>
      claimDue.all(executor, { nowMillis, dueAtMillis: nowMillis + leaseMillis, limit }),
    async postpone({ id, attempts }, dueAtMillis) {
      return (await postponeNotice.change(executor, { id, attempts, dueAtMillis })) === 1;
    },
    async remove(noticeId) {
      return (await removeNotice.change(executor, { noticeId })) === 1;
    },
    purge: (beforeMillis) => purgeNotices.change(executor, { beforeMillis }),
  };
}

import type { EmailAddition, EmailAdditionStore } from "@twinlatch/accounts";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { PURGE_ROWS } from "./purge.ts";

const insertAddition = compileOnce((db, addition: EmailAdditionRow) =>
  db.insertInto("email_addition").values({
    id: addition.id,
    account_id: addition.accountId,
    session_id: addition.sessionId,
    email: addition.email,
    email_key: addition.emailKey,
    code_hash: addition.codeHash,
    attempts: addition.attempts,
    created_at_millis: addition.createdAtMillis,
    expires_at_millis: addition.expiresAtMillis,
  }),
);

interface SessionKey {
  readonly accountId: string;
  readonly sessionId: string;
}

const removeOfSession = compileOnce((db, key: SessionKey) =>
  db
    .deleteFrom("email_addition")
    .where("account_id", "=", key.accountId)
    .where("session_id", "=", key.sessionId),
);

const listOfSession = compileOnce((db, key: SessionKey) =>
  db
    .selectFrom("email_addition")
    .select([
      "id",
      "account_id as accountId",
      "session_id as sessionId",
      "email",
      "email_key as emailKey",
      "code_hash as codeHash",
      "attempts",
      "created_at_millis as createdAtMillis",
      "expires_at_millis as expiresAtMillis",
    ])
    .where("account_id", "=", key.accountId)
    .where("session_id", "=", key.sessionId),
);

const reserveAttempt = compileOnce(
  (db, by: SessionKey & { id: string; nowMillis: number; maxAttempts: number }) =>
    db
      .updateTable("email_addition")
      .set((eb) => ({ attempts: eb("attempts", "+", 1) }))
      .where("id", "=", by.id)
      .where("account_id", "=", by.accountId)
      .where("session_id", "=", by.sessionId)
      .where("expires_at_millis", ">", by.nowMillis)
      .where("attempts", "<", by.maxAttempts),
);

const consumeAddition = compileOnce((db, key: { accountId: string; additionId: string }) =>
  db
    .deleteFrom("email_addition")
    .where("id", "=", key.additionId)
    .where("account_id", "=", key.accountId),
);

const purgeAdditions = compileOnce((db, by: { beforeMillis: number }) =>
  db
    .deleteFrom("email_addition")
    .where("id", "in", (eb) =>
      eb
        .selectFrom("email_addition")
        .select("id")
        .where("expires_at_millis", "<", by.beforeMillis)
        .limit(PURGE_ROWS),
    ),
);

/** Addresses that wait for their code, in the table `email_addition`. */
export function emailAdditionStore(executor: Executor): EmailAdditionStore {
  return {
    async replace(addition) {
      const { accountId, sessionId } = addition;
      await removeOfSession.change(executor, { accountId, sessionId });
      await insertAddition.change(executor, { ...addition, codeHash: addition.codeHash ?? null });
    },
    async list(accountId, sessionId) {
      const rows = await listOfSession.all(executor, { accountId, sessionId });
      return rows.map((row) => ({ ...row, codeHash: row.codeHash ?? undefined }));
    },
    async reserveAttempt({ id, accountId, sessionId }, by) {
      return (await reserveAttempt.change(executor, { id, accountId, sessionId, ...by })) === 1;
    },
    async consume(accountId, additionId) {
      return (await consumeAddition.change(executor, { accountId, additionId })) === 1;
    },
    purge: (beforeMillis) => purgeAdditions.change(executor, { beforeMillis }),
  };
}

/** An addition with SQL's null. */
type EmailAdditionRow = Omit<EmailAddition, "codeHash"> & { readonly codeHash: string | null };

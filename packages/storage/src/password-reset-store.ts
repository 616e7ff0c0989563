import type { PasswordReset, PasswordResetStore } from "@twinlatch/accounts";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { PURGE_ROWS } from "./purge.ts";

const replaceReset = compileOnce((db, reset: PasswordResetRow) =>
  db
    .insertInto("password_reset")
    .values({
      requested_for: reset.requestedFor,
      account_id: reset.accountId,
      token_digest: reset.tokenDigest,
      created_at_millis: reset.createdAtMillis,
      expires_at_millis: reset.expiresAtMillis,
    })
    .onConflict((conflict) =>
      conflict.column("requested_for").doUpdateSet((eb) => ({
        account_id: eb.ref("excluded.account_id"),
        token_digest: eb.ref("excluded.token_digest"),
        created_at_millis: eb.ref("excluded.created_at_millis"),
        expires_at_millis: eb.ref("excluded.expires_at_millis"),
      })),
    ),
);

interface LiveToken {
  readonly tokenDigest: string;
  readonly nowMillis: number;
}

const findReset = compileOnce((db, token: LiveToken) =>
  db
    .selectFrom("password_reset")
    .select("account_id as accountId")
    .where("token_digest", "=", token.tokenDigest)
    .where("expires_at_millis", ">", token.nowMillis),
);

const consumeReset = compileOnce((db, token: LiveToken) =>
  db
    .deleteFrom("password_reset")
    .where("token_digest", "=", token.tokenDigest)
    .where("expires_at_millis", ">", token.nowMillis),
);

const removeReset = compileOnce((db, key: { accountId: string }) =>
  db.deleteFrom("password_reset").where("requested_for", "=", key.accountId),
);

const purgeResets = compileOnce((db, by: { beforeMillis: number }) =>
  db
    .deleteFrom("password_reset")
    .where("expires_at_millis", "<", by.beforeMillis)
    .where("requested_for", "in", (eb) =>
      eb
        .selectFrom("password_reset")
        .select("requested_for")
        .where("expires_at_millis", "<", by.beforeMillis)
        .limit(PURGE_ROWS),
    ),
);

/** Password resets in the table `password_reset`. */
export function passwordResetStore(executor: Executor): PasswordResetStore {
  return {
    async replace(reset) {
      await replaceReset.change(executor, { ...reset, accountId: reset.accountId ?? null });
    },
    async findAccountId(tokenDigest, nowMillis) {
      const row = await findReset.first(executor, { tokenDigest, nowMillis });
      return row?.accountId ?? undefined;
    },
    async consume(tokenDigest, nowMillis) {
      return (await consumeReset.change(executor, { tokenDigest, nowMillis })) === 1;
    },
    async removeOf(accountId) {
      await removeReset.change(executor, { accountId });
    },
    purge: (beforeMillis) => purgeResets.change(executor, { beforeMillis }),
  };
}

/** A reset with SQL's null. */
type PasswordResetRow = Omit<PasswordReset, "accountId"> & { readonly accountId: string | null };

import type { SignUp, SignUpStore } from "@twinlatch/accounts";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";
import { PURGE_ROWS } from "./purge.ts";

const insertSignUp = compileOnce((db, signUp: SignUpRow) =>
  db.insertInto("sign_up").values({
    id: signUp.id,
    token_digest: signUp.tokenDigest,
    email: signUp.email,
    email_key: signUp.emailKey,
    password_hash: signUp.passwordHash,
    code_hash: signUp.codeHash,
    attempts: signUp.attempts,
    created_at_millis: signUp.createdAtMillis,
    expires_at_millis: signUp.expiresAtMillis,
  }),
);

const findSignUp = compileOnce((db, key: { tokenDigest: string }) =>
  db
    .selectFrom("sign_up")
    .select([
      "id",
      "token_digest as tokenDigest",
      "email",
      "email_key as emailKey",
      "password_hash as passwordHash",
      "code_hash as codeHash",
      "attempts",
      "created_at_millis as createdAtMillis",
      "expires_at_millis as expiresAtMillis",
    ])
    .where("token_digest", "=", key.tokenDigest),
);

const reserveAttempt = compileOnce(
  (db, by: { signUpId: string; nowMillis: number; maxAttempts: number }) =>
    db
      .updateTable("sign_up")
      .set((eb) => ({ attempts: eb("attempts", "+", 1) }))
      .where("id", "=", by.signUpId)
      .where("expires_at_millis", ">", by.nowMillis)
      .where("attempts", "<", by.maxAttempts),
);

const consumeSignUp = compileOnce((db, key: { signUpId: string }) =>
  db.deleteFrom("sign_up").where("id", "=", key.signUpId),
);

const purgeSignUps = compileOnce((db, by: { beforeMillis: number }) =>
  db
    .deleteFrom("sign_up")
    .where("id", "in", (eb) =>
      eb
        .selectFrom("sign_up")
        .select("id")
        .where("expires_at_millis", "<", by.beforeMillis)
        .limit(PURGE_ROWS),
    ),
);

/** Sign-ups in the table `sign_up`. */
export function signUpStore(executor: Executor): SignUpStore {
  return {
    async insert(signUp) {
      await insertSignUp.change(executor, { ...signUp, codeHash: signUp.codeHash ?? null });
    },
    async find(tokenDigest) {
      const row = await findSignUp.first(executor, { tokenDigest });
      return row && { ...row, codeHash: row.codeHash ?? undefined };
    },
    async reserveAttempt(signUpId, by) {
      return (await reserveAttempt.change(executor, { signUpId, ...by })) === 1;
    },
    async consume(signUpId) {
      return (await consumeSignUp.change(executor, { signUpId })) === 1;
    },
    purge: (beforeMillis) => purgeSignUps.change(executor, { beforeMillis }),
  };
}

/** A sign-up with SQL's null. */
type SignUpRow = Omit<SignUp, "codeHash"> & { readonly codeHash: string | null };

import type { AccountEmail, AccountEmailStore } from "@twinlatch/accounts";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";

const insertEmail = compileOnce((db, email: AccountEmail) =>
  db
    .insertInto("account_email")
    .values({
      id: email.id,
      account_id: email.accountId,
      email: email.email,
      email_key: email.emailKey,
      created_at_millis: email.createdAtMillis,
    })
    .onConflict((conflict) => conflict.doNothing()),
);

const listEmails = compileOnce((db, key: { accountId: string }) =>
  db
    .selectFrom("account_email")
    .select([
      "id",
      "account_id as accountId",
      "email",
      "email_key as emailKey",
      "created_at_millis as createdAtMillis",
    ])
    .where("account_id", "=", key.accountId)
    .orderBy("created_at_millis")
    .orderBy("id"),
);

const removeEmail = compileOnce((db, key: { accountId: string; emailId: string }) =>
  db
    .deleteFrom("account_email")
    .where("id", "=", key.emailId)
    .where("account_id", "=", key.accountId)
    .where("email_key", "not in", (eb) =>
      eb.selectFrom("account").select("account.email_key").where("account.id", "=", key.accountId),
    ),
);

const findEmail = compileOnce((db, key: { accountId: string; emailId: string }) =>
  db
    .selectFrom("account_email")
    .select(["email", "email_key as emailKey"])
    .where("id", "=", key.emailId)
    .where("account_id", "=", key.accountId),
);

const setPrimary = compileOnce((db, to: { accountId: string; email: string; emailKey: string }) =>
  db
    .updateTable("account")
    .set({ email: to.email, email_key: to.emailKey })
    .where("id", "=", to.accountId),
);

/** Confirmed addresses in the table `account_email`. */
export function accountEmailStore(executor: Executor): AccountEmailStore {
  return {
    async insert(email) {
      return (await insertEmail.change(executor, email)) === 1;
    },
    list: (accountId) => listEmails.all(executor, { accountId }),
    async remove(accountId, emailId) {
      return (await removeEmail.change(executor, { accountId, emailId })) === 1;
    },
    async makePrimary(accountId, emailId) {
      const found = await findEmail.first(executor, { accountId, emailId });
      if (found === undefined) return false;
      return (await setPrimary.change(executor, { accountId, ...found })) === 1;
    },
  };
}

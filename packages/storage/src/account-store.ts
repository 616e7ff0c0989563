import {
  type Account,
  type AccountStore,
  DEFAULT_LANGUAGE,
  isLanguage,
  type Language,
} from "@twinlatch/accounts";
import { sql } from "kysely";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";

const insertAccount = compileOnce((db, account: Omit<Account, "isInstallationAdmin">) =>
  db
    .insertInto("account")
    .values({
      id: account.id,
      email: account.email,
      email_key: account.emailKey,
      password_hash: account.passwordHash,
      is_installation_admin: sql<number>`case when exists (select 1 from account) then 0 else 1 end`,
      created_at_millis: account.createdAtMillis,
    })
    .onConflict((conflict) => conflict.doNothing()),
);

const COLUMNS = [
  "id",
  "email",
  "email_key as emailKey",
  "password_hash as passwordHash",
  "is_installation_admin as isInstallationAdmin",
  "created_at_millis as createdAtMillis",
] as const;

const findAccount = compileOnce((db, key: { accountId: string }) =>
  db.selectFrom("account").select(COLUMNS).where("id", "=", key.accountId),
);

const findAccountByEmailKey = compileOnce((db, key: { emailKey: string }) =>
  db.selectFrom("account").select(COLUMNS).where("email_key", "=", key.emailKey),
);

const findRecipient = compileOnce((db, key: { accountId: string }) =>
  db
    .selectFrom("account")
    .select("email")
    .select((eb) =>
      eb
        .selectFrom("account_language")
        .whereRef("account_language.account_id", "=", "account.id")
        .select("account_language.language")
        .as("language"),
    )
    .where("id", "=", key.accountId),
);

const setLanguage = compileOnce((db, to: { accountId: string; language: Language }) =>
  db
    .insertInto("account_language")
    .values({ account_id: to.accountId, language: to.language })
    .onConflict((conflict) => conflict.column("account_id").doUpdateSet({ language: to.language })),
);

/** Accounts in the tables `account` and `account_language`. */
export function accountStore(executor: Executor): AccountStore {
  return {
    async insert(account) {
      if ((await insertAccount.change(executor, account)) === 1) return true;
      // Either the address is taken, or another process made the first account meanwhile and this one
      // may not be the admin any more. Once that account is there, the second case succeeds.
      return (await insertAccount.change(executor, account)) === 1;
    },
    async find(accountId) {
      const row = await findAccount.first(executor, { accountId });
      return row && toAccount(row);
    },
    async findByEmailKey(emailKey) {
      const row = await findAccountByEmailKey.first(executor, { emailKey });
      return row && toAccount(row);
    },
    async findRecipient(accountId) {
      const row = await findRecipient.first(executor, { accountId });
      // A language that a newer version wrote is not spoken here.
      const language = isLanguage(row?.language) ? row.language : DEFAULT_LANGUAGE;
      return row && { addresses: [row.email], language };
    },
    async setLanguage(accountId, language) {
      await setLanguage.change(executor, { accountId, language });
    },
  };
}

interface AccountRow extends Omit<Account, "isInstallationAdmin"> {
  readonly isInstallationAdmin: number;
}

function toAccount(row: AccountRow): Account {
  return { ...row, isInstallationAdmin: row.isInstallationAdmin === 1 };
}

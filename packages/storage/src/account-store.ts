import {
  type Account,
  type AccountStore,
  DEFAULT_LANGUAGE,
  isLanguage,
  type Language,
} from "@twinlatch/accounts";
import { sql } from "kysely";
import { compileOnce } from "./compile-once.ts";
import { eraseAccount } from "./erase-account.ts";
import type { Executor } from "./executor.ts";

const insertAccount = compileOnce(
  (db, account: Omit<Account, "isInstallationAdmin"> & { readonly mayAdminister: number }) =>
    db
      .insertInto("account")
      .values({
        id: account.id,
        email: account.email,
        email_key: account.emailKey,
        password_hash: account.passwordHash,
        is_installation_admin: sql<number>`case when ${account.mayAdminister} = 0 or exists (select 1 from account) then 0 else 1 end`,
        created_at_millis: account.createdAtMillis,
      })
      .onConflict((conflict) => conflict.doNothing()),
);

const insertAdmin = compileOnce((db, account: Omit<Account, "isInstallationAdmin">) =>
  db
    .insertInto("account")
    .columns([
      "id",
      "email",
      "email_key",
      "password_hash",
      "is_installation_admin",
      "created_at_millis",
    ])
    .expression(
      db
        .selectNoFrom([
          sql<string>`${account.id}`.as("id"),
          sql<string>`${account.email}`.as("email"),
          sql<string>`${account.emailKey}`.as("email_key"),
          sql<string>`${account.passwordHash}`.as("password_hash"),
          sql<number>`1`.as("is_installation_admin"),
          sql<number>`cast(${account.createdAtMillis} as bigint)`.as("created_at_millis"),
        ])
        .where(sql<boolean>`not exists (select 1 from account where is_installation_admin = 1)`),
    )
    // The address is taken, or another process made the admin meanwhile: there is one.
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

const listAccounts = compileOnce((db, by: { after: string; limit: number }) =>
  db.selectFrom("account").select(COLUMNS).where("id", ">", by.after).orderBy("id").limit(by.limit),
);

const listAdmins = compileOnce((db) =>
  db.selectFrom("account").select(COLUMNS).where("is_installation_admin", "=", 1),
);

const insertFirstEmail = compileOnce((db, account: Omit<Account, "isInstallationAdmin">) =>
  db
    .insertInto("account_email")
    .values({
      id: sql<string>`'eml_' || substr(${account.id}, 5)`,
      account_id: account.id,
      email: account.email,
      email_key: account.emailKey,
      created_at_millis: account.createdAtMillis,
    })
    .onConflict((conflict) => conflict.doNothing()),
);

const findAccountByEmailKey = compileOnce((db, key: { emailKey: string }) =>
  db
    .selectFrom("account")
    .select(COLUMNS)
    .where("id", "=", (eb) =>
      eb
        .selectFrom("account_email")
        .select("account_email.account_id")
        .where("account_email.email_key", "=", key.emailKey),
    ),
);

const setPassword = compileOnce((db, to: { accountId: string; passwordHash: string }) =>
  db.updateTable("account").set({ password_hash: to.passwordHash }).where("id", "=", to.accountId),
);

const countPasswords = compileOnce((db, by: { prefix: string; length: number }) =>
  db
    .selectFrom("account")
    .select((eb) => eb.fn.countAll<number>().as("passwords"))
    .where(sql<string>`substr(password_hash, 1, ${by.length})`, "=", by.prefix),
);

/** Writes what is there already: the row stays locked until the transaction ends. */
const keepPassword = compileOnce((db, as: { accountId: string; passwordHash: string }) =>
  db
    .updateTable("account")
    .set({ password_hash: as.passwordHash })
    .where("id", "=", as.accountId)
    .where("password_hash", "=", as.passwordHash),
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

const listAddresses = compileOnce((db, key: { accountId: string }) =>
  db
    .selectFrom("account_email")
    .select("email")
    .where("account_id", "=", key.accountId)
    .orderBy("created_at_millis")
    .orderBy("id"),
);

const setLanguage = compileOnce((db, to: { accountId: string; language: Language }) =>
  db
    .insertInto("account_language")
    .values({ account_id: to.accountId, language: to.language })
    .onConflict((conflict) => conflict.column("account_id").doUpdateSet({ language: to.language })),
);

type NewAccount = Omit<Account, "isInstallationAdmin">;

/** False, taking the account away again, when another has the address beside its primary one. */
async function addFirstEmail(executor: Executor, account: NewAccount): Promise<boolean> {
  if ((await insertFirstEmail.change(executor, account)) === 1) return true;
  await eraseAccount(executor, account.id);
  return false;
}

async function addAdmin(executor: Executor, account: NewAccount) {
  if ((await insertAdmin.change(executor, account)) !== 1) {
    const admins = await listAdmins.all(executor, {});
    return admins.length > 0 ? "has_admin" : "address_taken";
  }
  return (await addFirstEmail(executor, account)) ? "added" : "address_taken";
}

/** Accounts in the tables `account`, `account_email` and `account_language`. */
export function accountStore(executor: Executor): AccountStore {
  return {
    async insert(account, { mayAdminister } = { mayAdminister: true }) {
      const added = { ...account, mayAdminister: Number(mayAdminister) };
      const isNew =
        (await insertAccount.change(executor, added)) === 1 ||
        // Either the address is taken, or another process made the first account meanwhile and this
        // one may not be the admin any more. Once that account is there, the second case succeeds.
        (await insertAccount.change(executor, added)) === 1;
      return isNew && addFirstEmail(executor, account);
    },
    insertAdmin: (account) => addAdmin(executor, account),
    async list(after, limit) {
      const rows = await listAccounts.all(executor, { after, limit });
      return rows.map(toAccount);
    },
    async listAdmins() {
      const rows = await listAdmins.all(executor, {});
      return rows.map(toAccount);
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
      if (row === undefined) return undefined;
      const addresses = await listAddresses.all(executor, { accountId });
      return { addresses: addresses.map(({ email }) => email), language };
    },
    async setLanguage(accountId, language) {
      await setLanguage.change(executor, { accountId, language });
    },
    async setPassword(accountId, passwordHash) {
      await setPassword.change(executor, { accountId, passwordHash });
    },
    async countPasswords(prefix) {
      const counted = await countPasswords.first(executor, { prefix, length: prefix.length });
      return counted?.passwords ?? 0;
    },
    async hasPassword(accountId, passwordHash) {
      return (await keepPassword.change(executor, { accountId, passwordHash })) === 1;
    },
    erase: (accountId) => eraseAccount(executor, accountId),
  };
}

interface AccountRow extends Omit<Account, "isInstallationAdmin"> {
  readonly isInstallationAdmin: number;
}

function toAccount(row: AccountRow): Account {
  return { ...row, isInstallationAdmin: row.isInstallationAdmin === 1 };
}

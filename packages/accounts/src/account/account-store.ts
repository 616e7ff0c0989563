import type { Language } from "../notice/language.ts";
import type { Account } from "./account.ts";

/** Where and how the owner of an account is told things. */
export interface Recipient {
  /** Every address that is proved to be the owner's; never none. */
  readonly addresses: readonly string[];
  readonly language: Language;
}

/** All accounts. */
export interface AccountStore {
  /**
   * Adds an account with its first address. False, adding nothing, when any account has the address. The
   * very first account of the installation becomes its admin, unless `mayAdminister` (default true) is false.
   */
  insert(
    account: Omit<Account, "isInstallationAdmin">,
    options?: { readonly mayAdminister: boolean },
  ): Promise<boolean>;
  /** Adds the account as the installation's admin. Adds nothing when there is one, or the address is taken. */
  insertAdmin(
    account: Omit<Account, "isInstallationAdmin">,
  ): Promise<"added" | "has_admin" | "address_taken">;
  find(accountId: string): Promise<Account | undefined>;
  /** The account that has the address, primary or not. */
  findByEmailKey(emailKey: string): Promise<Account | undefined>;
  /** Accounts in the order of their ids, that is of their making, after the given id; at most `limit`. */
  list(afterId: string, limit: number): Promise<readonly Account[]>;
  listAdmins(): Promise<readonly Account[]>;
  setPassword(accountId: string, passwordHash: string): Promise<void>;
  /** How many accounts' hashes begin with `prefix`. */
  countPasswords(prefix: string): Promise<number>;
  /**
   * Whether this is the account's password still, by one conditional write: if it is, it stays so until
   * the transaction ends.
   */
  hasPassword(accountId: string, passwordHash: string): Promise<boolean>;
  /**
   * Deletes the account and every row that is keyed on it, in whatever store, but audit events and the
   * notices that are on their way.
   */
  erase(accountId: string): Promise<void>;
  /** Undefined for an unknown account. Whoever never chose a language is spoken to in English. */
  findRecipient(accountId: string): Promise<Recipient | undefined>;
  setLanguage(accountId: string, language: Language): Promise<void>;
}

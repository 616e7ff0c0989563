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
   * Adds an account. False, adding nothing, when its `emailKey` is taken. The very first account of
   * the installation is stored as its admin whatever the flag says.
   */
  insert(account: Omit<Account, "isInstallationAdmin">): Promise<boolean>;
  find(accountId: string): Promise<Account | undefined>;
  findByEmailKey(emailKey: string): Promise<Account | undefined>;
  /** Undefined for an unknown account. Whoever never chose a language is spoken to in English. */
  findRecipient(accountId: string): Promise<Recipient | undefined>;
  setLanguage(accountId: string, language: Language): Promise<void>;
}

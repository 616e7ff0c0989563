export * from "./account/account.ts";
export type { AccountStore } from "./account/account-store.ts";
export * from "./account/email-address.ts";
export type { AccountsStores } from "./accounts-stores.ts";
export type { MailMessage, Mailer } from "./mail/mailer.ts";
export type { CommonPasswords, PasswordHasher } from "./password/password-hasher.ts";
export * from "./session/session.ts";
export type { SessionStore, SignedIn } from "./session/session-store.ts";
export * from "./sign-up/sign-up-store.ts";

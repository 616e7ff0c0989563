import type { AccountsStores } from "@twinlatch/accounts";
import { accountEmailStore } from "./account-email-store.ts";
import { accountStore } from "./account-store.ts";
import { emailAdditionStore } from "./email-addition-store.ts";
import type { Executor } from "./executor.ts";
import { keptAnswerStore } from "./kept-answer-store.ts";
import { noticeStore } from "./notice-store.ts";
import { passwordResetStore } from "./password-reset-store.ts";
import { sessionStore } from "./session-store.ts";
import { signUpStore } from "./sign-up-store.ts";
import { createVerifierStores } from "./verifier-stores.ts";

/** Every store, on one executor. */
export function createStores(executor: Executor): AccountsStores {
  return {
    ...createVerifierStores(executor),
    accountEmails: accountEmailStore(executor),
    accounts: accountStore(executor),
    emailAdditions: emailAdditionStore(executor),
    keptAnswers: keptAnswerStore(executor),
    notices: noticeStore(executor),
    passwordResets: passwordResetStore(executor),
    sessions: sessionStore(executor),
    signUps: signUpStore(executor),
  };
}

import type { AccountsStores } from "@twinlatch/accounts";
import { accountEmailStore } from "./account-email-store.ts";
import { accountStore } from "./account-store.ts";
import { emailAdditionStore } from "./email-addition-store.ts";
import { keptAnswerStore } from "./kept-answer-store.ts";
import { makeWhenAsked } from "./make-when-asked.ts";
import { noticeStore } from "./notice-store.ts";
import { passwordResetStore } from "./password-reset-store.ts";
import { sessionStore } from "./session-store.ts";
import { signUpStore } from "./sign-up-store.ts";
import { VERIFIER_STORES } from "./verifier-stores.ts";

/** Every store, on one executor. */
export const createStores = makeWhenAsked<AccountsStores>({
  ...VERIFIER_STORES,
  accountEmails: accountEmailStore,
  accounts: accountStore,
  emailAdditions: emailAdditionStore,
  keptAnswers: keptAnswerStore,
  notices: noticeStore,
  passwordResets: passwordResetStore,
  sessions: sessionStore,
  signUps: signUpStore,
});

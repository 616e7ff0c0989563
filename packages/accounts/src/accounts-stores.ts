import type { VerifierStores } from "@twinlatch/verifier";
import type { AccountStore } from "./account/account-store.ts";
import type { AccountEmailStore } from "./email/account-email-store.ts";
import type { EmailAdditionStore } from "./email/email-addition-store.ts";
import type { KeptAnswerStore } from "./kept-answer/kept-answer-store.ts";
import type { NoticeStore } from "./notice/notice-store.ts";
import type { PasswordResetStore } from "./password-reset/password-reset-store.ts";
import type { SessionStore } from "./session/session-store.ts";
import type { SignUpStore } from "./sign-up/sign-up-store.ts";

/** Everything the console's accounts keep, beside what the verifier keeps of them. */
export interface AccountsStores extends VerifierStores {
  readonly accountEmails: AccountEmailStore;
  readonly accounts: AccountStore;
  readonly emailAdditions: EmailAdditionStore;
  readonly keptAnswers: KeptAnswerStore;
  readonly notices: NoticeStore;
  readonly passwordResets: PasswordResetStore;
  readonly sessions: SessionStore;
  readonly signUps: SignUpStore;
}

export * from "./account/account.ts";
export type { AccountStore, Recipient } from "./account/account-store.ts";
export { deleteAccount } from "./account/delete-account.ts";
export * from "./account/email-address.ts";
export { type ListedAccount, type ListedAccounts, listAccounts } from "./account/list-accounts.ts";
export { type SetUpInstallation, setUpInstallation } from "./account/set-up-installation.ts";
export type { AccountsDeps } from "./accounts-deps.ts";
export type { AccountsStores } from "./accounts-stores.ts";
export { type OpenedBreakGlass, openBreakGlass } from "./break-glass/open-break-glass.ts";
export * from "./email/account-email.ts";
export type { AccountEmailStore } from "./email/account-email-store.ts";
export { type BegunEmailAddition, beginEmailAddition } from "./email/begin-email-addition.ts";
export { preferEmail, removeEmail } from "./email/change-emails.ts";
export { type AddedEmail, confirmEmailAddition } from "./email/confirm-email-addition.ts";
export type { EmailAdditionStore } from "./email/email-addition-store.ts";
export { type ListedEmails, listEmails, readEmails } from "./email/list-emails.ts";
export { type FoundAnswer, findKeptAnswer, isAnswerKept } from "./kept-answer/find-kept-answer.ts";
export { AnswerKeptError, keepAnswer } from "./kept-answer/keep-answer.ts";
export * from "./kept-answer/kept-answer.ts";
export type { KeptAnswerStore } from "./kept-answer/kept-answer-store.ts";
export type { Mailer, MailMessage, MailOutcome } from "./mail/mailer.ts";
export type { MessageBox } from "./mail/message-box.ts";
export { announce, noticePlace } from "./notice/announce.ts";
export { announceToAdmins } from "./notice/announce-to-admins.ts";
export {
  deliverNotices,
  NOTICE_LEASE_MILLIS,
  type NoticeOutcome,
  type NoticeReport,
} from "./notice/deliver-notices.ts";
export * from "./notice/language.ts";
export type { NoticeFacts, NoticeKind } from "./notice/notice-kinds.ts";
export * from "./notice/notice-store.ts";
export { changePassword } from "./password/change-password.ts";
export * from "./password/check-new-password.ts";
export type { CommonPasswords, PasswordHasher } from "./password/password-hasher.ts";
export { passwordKind } from "./password/password-kind.ts";
export { beginPasswordReset } from "./password-reset/begin-password-reset.ts";
export { completePasswordReset } from "./password-reset/complete-password-reset.ts";
export * from "./password-reset/password-reset-store.ts";
export {
  type CompletedReplacement,
  completeReplacement,
} from "./replacement/complete-replacement.ts";
export { findReplacement } from "./replacement/find-replacement.ts";
export { answerStepUp, type StepUpApproved } from "./session/answer-step-up.ts";
export type { BegunSession } from "./session/begin-session.ts";
export { demandOf } from "./session/demand-of.ts";
export { endSession } from "./session/end-session.ts";
export { findSession } from "./session/find-session.ts";
export { listSessions } from "./session/list-sessions.ts";
export { raiseSession } from "./session/raise-session.ts";
export { revokeOtherSessions, revokeSession } from "./session/revoke-session.ts";
export * from "./session/session.ts";
export type { SessionStore, SignedIn } from "./session/session-store.ts";
export { readUserAgent, type UserAgentNames } from "./session/user-agent.ts";
export { answerSignIn, type SecondStepDone } from "./sign-in/answer-sign-in.ts";
export { type FirstFactorOutcome, signIn } from "./sign-in/sign-in.ts";
export { beginSignUp } from "./sign-up/begin-sign-up.ts";
export * from "./sign-up/sign-up-store.ts";
export { type VerifiedSignUp, verifySignUp } from "./sign-up/verify-sign-up.ts";
export { codeWriter } from "./sms-code/code-text.ts";
export { sendCode, tellRemovedPhone } from "./sms-code/send-code.ts";

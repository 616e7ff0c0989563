export { describeAccountStore } from "./account/account-store.contract.ts";
export { describeAccountEmailStore } from "./email/account-email-store.contract.ts";
export { describeEmailAdditionStore } from "./email/email-addition-store.contract.ts";
export { describeKeptAnswerStore } from "./kept-answer/kept-answer-store.contract.ts";
export { describeNoticeStore } from "./notice/notice-store.contract.ts";
export { describePasswordResetStore } from "./password-reset/password-reset-store.contract.ts";
export { describeSessionStore } from "./session/session-store.contract.ts";
export { describeSignUpStore } from "./sign-up/sign-up-store.contract.ts";

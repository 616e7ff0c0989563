export { describeAccountStore } from "./account/account-store.contract.ts";
export { describeNoticeStore } from "./notice/notice-store.contract.ts";
export { describeSessionStore } from "./session/session-store.contract.ts";
export { describeSignUpStore } from "./sign-up/sign-up-store.contract.ts";

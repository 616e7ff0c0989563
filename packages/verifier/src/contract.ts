export {
  type AuditStoreUnderTest,
  describeAuditStore,
} from "./audit/audit-store.contract.ts";
export { describeAuditTrailStores } from "./audit/audit-trail-store.contract.ts";
export { describeBreakGlassStore } from "./break-glass/break-glass-store.contract.ts";
export { describeBrowserStore } from "./browser/browser-store.contract.ts";
export { describeChallengeStore } from "./challenge/challenge-store.contract.ts";
export { describeFactorInvitationStore } from "./factor-invitation/factor-invitation-store.contract.ts";
export { describeSealedRecordStore } from "./key/sealed-record-store.contract.ts";
export { describeSealingKeyStore } from "./key/sealing-key-store.contract.ts";
export { describeWrappedKeyStore } from "./key/wrapped-key-store.contract.ts";
export { describeUnitOfWork, type OpenStores } from "./platform/unit-of-work.contract.ts";
export { describeSignInSettingStore } from "./policy/sign-in-setting.contract.ts";
export { describeRecoveryCodeStore } from "./recovery-code/recovery-code-store.contract.ts";
export { describeReplacementStore } from "./replacement/replacement-store.contract.ts";
export { describePhoneStore } from "./sms-code/phone-store.contract.ts";
export { describeSmsCodeStore } from "./sms-code/sms-code-store.contract.ts";
export { describeProofStore } from "./step-up/proof-store.contract.ts";
export { describeTextMessageStore } from "./text-message/text-message-store.contract.ts";
export { describeTextVolumeStore } from "./text-message/text-volume-store.contract.ts";
export { describeAttemptBudgetStore } from "./throttle/attempt-budget-store.contract.ts";
export { describePasswordDoubtStore } from "./throttle/password-doubt-store.contract.ts";
export { describeSprayingStore } from "./throttle/spraying-store.contract.ts";
export { describeTotpStore } from "./totp/totp-store.contract.ts";
export { describeTrustedDeviceStore } from "./trusted-device/trusted-device-store.contract.ts";

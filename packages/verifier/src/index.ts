export type { AuditSeal, ChainEnd, SequencedEvent } from "./audit/audit-chain.ts";
export { AUDIT_EVENT_TYPES, type AuditEvent, type AuditEventType } from "./audit/audit-event.ts";
export type { AuditHead, AuditSigner, SignatureVerdict } from "./audit/audit-head.ts";
export type { AuditStore } from "./audit/audit-store.ts";
export type * from "./audit/audit-trail-store.ts";
export { ACTIVITY_PAGE_EVENTS, type ActivityPage, listActivity } from "./audit/list-activity.ts";
export {
  type Operation,
  performOperation,
  recordOperation,
  type Settle,
} from "./audit/record-operation.ts";
export { type AuditSealer, type AuditTrailDeps, createAuditSealer } from "./audit/seal-audit.ts";
export { trimAudit } from "./audit/trim-audit.ts";
export {
  type AuditDamage,
  type AuditFlaw,
  type AuditVerification,
  type VerifiedProject,
  verifyAudit,
} from "./audit/verify-audit.ts";
export { BREAK_GLASS_MILLIS, newBreakGlassCode } from "./break-glass/break-glass-code.ts";
export type { BreakGlassCode, BreakGlassStore } from "./break-glass/break-glass-store.ts";
export * from "./browser/browser.ts";
export type { BrowserStore } from "./browser/browser-store.ts";
export {
  type BrowserHandover,
  findBrowser,
  type KeptBrowser,
  keepBrowser,
  MAX_BROWSER_TOKENS,
} from "./browser/recognise-browser.ts";
export * from "./challenge/challenge.ts";
export type { ActAddition, ChallengeStore } from "./challenge/challenge-store.ts";
export {
  type DescribedChallenge,
  describe,
  describeChallenge,
} from "./challenge/describe-challenge.ts";
export { type NewChallenge, openChallenge } from "./challenge/open-challenge.ts";
export * from "./challenge/verify-challenge.ts";
export { changeFactor } from "./factor/change-factor.ts";
export type * from "./factor/factor.ts";
export type { FactorKind } from "./factor/factor-kind.ts";
export { type FactorRecord, kindOfFactorId } from "./factor/factor-records.ts";
export { activeFactors, type FactorStatus, heldFactors } from "./factor/factor-status.ts";
export { preferFactor, readOtherFactors } from "./factor/held-factors.ts";
export { type RemovedFactor, removeFactor } from "./factor/remove-factor.ts";
export { resumeFactor } from "./factor/resume-factor.ts";
export { suspendFactor } from "./factor/suspend-factor.ts";
export { approveFactorInvitation } from "./factor-invitation/approve-factor-invitation.ts";
export { cancelFactorInvitation } from "./factor-invitation/cancel-factor-invitation.ts";
export {
  type ConfirmedInvitedTotp,
  confirmInvitedTotp,
} from "./factor-invitation/confirm-invited-totp.ts";
export {
  type CreatedInvitation,
  createFactorInvitation,
} from "./factor-invitation/create-factor-invitation.ts";
export { enrolInvitedTotp } from "./factor-invitation/enrol-invited-totp.ts";
export * from "./factor-invitation/factor-invitation.ts";
export type { FactorInvitationStore } from "./factor-invitation/factor-invitation-store.ts";
export * from "./key/check-sealing-keys.ts";
export { type OpenedKeys, openWrappedKeys } from "./key/open-wrapped-keys.ts";
export { countOtherThan, countUnder } from "./key/reseal-records.ts";
export * from "./key/retire-sealing-key.ts";
export * from "./key/rotate-sealing-key.ts";
export type * from "./key/sealed-record-store.ts";
export type { KeyRingFile, SealingKey, SealingKeys } from "./key/sealing-key.ts";
export type { SealingKeyStore } from "./key/sealing-key-store.ts";
export * from "./key/wrapped-key.ts";
export type { Clock } from "./platform/clock.ts";
export type { CodeHasher } from "./platform/code-hasher.ts";
export { newDigitCode } from "./platform/digit-code.ts";
export * from "./platform/fault.ts";
export * from "./platform/ids.ts";
export type { Random } from "./platform/random.ts";
export { type Refusal, type RefusalReason, refuse } from "./platform/refusal.ts";
export type { SecretBox, SecretPlace } from "./platform/secret-box.ts";
export type { StringBox } from "./platform/string-box.ts";
export type { Origin, Subject } from "./platform/subject.ts";
export type { TokenHash } from "./platform/token-hash.ts";
export type { UnitOfWork } from "./platform/unit-of-work.ts";
export {
  type DescribedSecurity,
  describeSecurity,
  describeSecurityThrough,
  readSecurity,
  type SecurityState,
  signInKinds,
} from "./policy/describe-security.ts";
export { holdSubject, SubjectGoneError } from "./policy/hold-subject.ts";
export { type Mandate, type MandateSource, NO_MANDATES } from "./policy/mandate.ts";
export { type ChangedSetting, setSignInSetting } from "./policy/set-sign-in-setting.ts";
export * from "./policy/sign-in-setting.ts";
export { acknowledgeRecoveryCodes } from "./recovery-code/acknowledge-recovery-codes.ts";
export type { RecoveryCodeSet, RecoveryCodeStore } from "./recovery-code/recovery-code-store.ts";
export {
  type RegeneratedCodes,
  regenerateRecoveryCodes,
} from "./recovery-code/regenerate-recovery-codes.ts";
export { recoveryCodeKind } from "./recovery-code/verify-recovery-code.ts";
export { cancelReplacement } from "./replacement/cancel-replacement.ts";
export * from "./replacement/replacement.ts";
export type { ReplacementStore } from "./replacement/replacement-store.ts";
export {
  type RequestedReplacement,
  requestReplacement,
} from "./replacement/request-replacement.ts";
export { type ConfirmedPhone, confirmPhone } from "./sms-code/confirm-phone.ts";
export { type EnrolledPhone, enrolPhone } from "./sms-code/enrol-phone.ts";
export type { LastSentCode } from "./sms-code/find-sent-code.ts";
export type { SentCode, WriteCode } from "./sms-code/issue-sms-code.ts";
export { openNumber } from "./sms-code/open-number.ts";
export * from "./sms-code/phone-factor.ts";
export type { PhoneStore } from "./sms-code/phone-store.ts";
export { resendEnrolmentCode } from "./sms-code/resend-enrolment-code.ts";
export { type CodeRequest, sendSmsCode } from "./sms-code/send-sms-code.ts";
export * from "./sms-code/sms-code.ts";
export type { SmsCodeStore } from "./sms-code/sms-code-store.ts";
export { smsKind } from "./sms-code/verify-sms-code.ts";
export { openStepUp } from "./step-up/open-step-up.ts";
export type { ProofFit, ProofStore } from "./step-up/proof-store.ts";
export {
  boundToSession,
  boundToTicket,
  checkProof,
  type ProofRefusal,
  type StepUpDemand,
  spendProof,
} from "./step-up/spend-proof.ts";
export { type DeliveredText, deliverText, giveUpTexts } from "./text-message/deliver-text.ts";
export { enqueueNotice } from "./text-message/enqueue-notice.ts";
export type { WrittenText } from "./text-message/enqueue-text.ts";
export * from "./text-message/phone-number.ts";
export type * from "./text-message/text-carrier.ts";
export * from "./text-message/text-message.ts";
export type { TextMessageStore } from "./text-message/text-message-store.ts";
export * from "./text-message/text-policy.ts";
export type { TextRefusalReason } from "./text-message/text-refused.ts";
export type { TextVolumeStore, VolumeWindow } from "./text-message/text-volume-store.ts";
export type * from "./throttle/attempt-budget-store.ts";
export * from "./throttle/lane.ts";
export * from "./throttle/notice-spraying.ts";
export * from "./throttle/password-doubt.ts";
export type { PasswordDoubtStore } from "./throttle/password-doubt-store.ts";
export * from "./throttle/reserve-attempt.ts";
export type { SprayingStore } from "./throttle/spraying-store.ts";
export { type ConfirmedTotp, confirmTotp } from "./totp/confirm-totp.ts";
export { type EnrolledTotp, enrolTotp } from "./totp/enrol-totp.ts";
export * from "./totp/totp-factor.ts";
export type { TotpStore } from "./totp/totp-store.ts";
export { totpKind } from "./totp/verify-totp.ts";
export { admitTrustedDevice } from "./trusted-device/admit-trusted-device.ts";
export { type ListedDevice, listTrustedDevices } from "./trusted-device/list-trusted-devices.ts";
export {
  revokeAllTrustedDevices,
  revokeTrustedDevice,
} from "./trusted-device/revoke-trusted-device.ts";
export { trustDevice } from "./trusted-device/trust-device.ts";
export * from "./trusted-device/trusted-device.ts";
export type { TrustedDeviceStore } from "./trusted-device/trusted-device-store.ts";
export { MAX_DEVICE_TOKENS } from "./trusted-device/trusted-device-token.ts";
export type { VerifierDeps } from "./verifier-deps.ts";
export type { VerifierStores } from "./verifier-stores.ts";

import type { AuditStore } from "./audit/audit-store.ts";
import type { BreakGlassStore } from "./break-glass/break-glass-store.ts";
import type { BrowserStore } from "./browser/browser-store.ts";
import type { ChallengeStore } from "./challenge/challenge-store.ts";
import type { FactorInvitationStore } from "./factor-invitation/factor-invitation-store.ts";
import type { SealedRecordStore } from "./key/sealed-record-store.ts";
import type { SealingKeyStore } from "./key/sealing-key-store.ts";
import type { WrappedKeyStore } from "./key/wrapped-key.ts";
import type { SignInSettingStore } from "./policy/sign-in-setting.ts";
import type { RecoveryCodeStore } from "./recovery-code/recovery-code-store.ts";
import type { ReplacementStore } from "./replacement/replacement-store.ts";
import type { PhoneStore } from "./sms-code/phone-store.ts";
import type { SmsCodeStore } from "./sms-code/sms-code-store.ts";
import type { ProofStore } from "./step-up/proof-store.ts";
import type { TextMessageStore } from "./text-message/text-message-store.ts";
import type { TextVolumeStore } from "./text-message/text-volume-store.ts";
import type { AttemptBudgetStore } from "./throttle/attempt-budget-store.ts";
import type { PasswordDoubtStore } from "./throttle/password-doubt-store.ts";
import type { SprayingStore } from "./throttle/spraying-store.ts";
import type { TotpStore } from "./totp/totp-store.ts";
import type { TrustedDeviceStore } from "./trusted-device/trusted-device-store.ts";

/** Everything the verifier keeps. One transaction spans all of them. */
export interface VerifierStores {
  readonly attemptBudgets: AttemptBudgetStore;
  readonly audit: AuditStore;
  readonly breakGlass: BreakGlassStore;
  readonly browsers: BrowserStore;
  readonly challenges: ChallengeStore;
  readonly factorInvitations: FactorInvitationStore;
  readonly passwordDoubts: PasswordDoubtStore;
  readonly proofs: ProofStore;
  readonly phones: PhoneStore;
  readonly recoveryCodes: RecoveryCodeStore;
  readonly replacements: ReplacementStore;
  readonly sealedRecords: SealedRecordStore;
  readonly sealingKeys: SealingKeyStore;
  readonly signInSettings: SignInSettingStore;
  readonly smsCodes: SmsCodeStore;
  readonly spraying: SprayingStore;
  readonly textMessages: TextMessageStore;
  readonly textVolumes: TextVolumeStore;
  readonly totp: TotpStore;
  readonly trustedDevices: TrustedDeviceStore;
  readonly wrappedKeys: WrappedKeyStore;
}

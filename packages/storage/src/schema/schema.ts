import type { AccountLanguageTable, AccountTable } from "./account.ts";
import type { AccountEmailTable, EmailAdditionTable } from "./account-email.ts";
import type { AttemptBudgetTable } from "./attempt-budget.ts";
import type { AuditEventTable } from "./audit-event.ts";
import type {
  AuditChainTable,
  AuditHeadTable,
  AuditSealerTable,
  AuditSealTable,
} from "./audit-seal.ts";
import type { BreakGlassCodeTable } from "./break-glass-code.ts";
import type { ChallengeActTable, ChallengeTable } from "./challenge.ts";
import type { FactorInvitationTable } from "./factor-invitation.ts";
import type { FactorReplacementTable } from "./factor-replacement.ts";
import type { KeptAnswerTable } from "./kept-answer.ts";
import type { NoticeTable } from "./notice.ts";
import type { PasswordDoubtTable } from "./password-doubt.ts";
import type { PasswordResetTable } from "./password-reset.ts";
import type { PhoneFactorTable } from "./phone-factor.ts";
import type { RecognisedBrowserTable } from "./recognised-browser.ts";
import type { RecoveryCodeSetTable, RecoveryCodeTable } from "./recovery-code.ts";
import type { SchemaMigrationTable } from "./schema-migration.ts";
import type { SealingKeyTable, WrappedKeyTable } from "./sealing-key.ts";
import type { SessionTable } from "./session.ts";
import type { SignInSettingTable } from "./sign-in-setting.ts";
import type { SignUpTable } from "./sign-up.ts";
import type { SmsCodeTable } from "./sms-code.ts";
import type { SprayingAlarmTable, SuspectHourTable } from "./spraying.ts";
import type { PrefixSuspensionTable, TextMessageTable, TextVolumeTable } from "./text-message.ts";
import type { TotpFactorTable } from "./totp-factor.ts";
import type { TrustedDeviceTable } from "./trusted-device.ts";

/** Every table, as Kysely sees it. Truth is a 0 or 1, a time is whole milliseconds since 1970. */
export interface Schema {
  account: AccountTable;
  account_email: AccountEmailTable;
  account_language: AccountLanguageTable;
  attempt_budget: AttemptBudgetTable;
  audit_chain: AuditChainTable;
  audit_event: AuditEventTable;
  audit_head: AuditHeadTable;
  audit_seal: AuditSealTable;
  audit_sealer: AuditSealerTable;
  break_glass_code: BreakGlassCodeTable;
  challenge: ChallengeTable;
  challenge_act: ChallengeActTable;
  email_addition: EmailAdditionTable;
  kept_answer: KeptAnswerTable;
  notice: NoticeTable;
  password_doubt: PasswordDoubtTable;
  password_reset: PasswordResetTable;
  phone_factor: PhoneFactorTable;
  prefix_suspension: PrefixSuspensionTable;
  recognised_browser: RecognisedBrowserTable;
  factor_invitation: FactorInvitationTable;
  factor_replacement: FactorReplacementTable;
  recovery_code: RecoveryCodeTable;
  recovery_code_set: RecoveryCodeSetTable;
  schema_migration: SchemaMigrationTable;
  sealing_key: SealingKeyTable;
  session: SessionTable;
  sign_in_setting: SignInSettingTable;
  sign_up: SignUpTable;
  sms_code: SmsCodeTable;
  spraying_alarm: SprayingAlarmTable;
  suspect_hour: SuspectHourTable;
  text_message: TextMessageTable;
  text_volume: TextVolumeTable;
  totp_factor: TotpFactorTable;
  trusted_device: TrustedDeviceTable;
  wrapped_key: WrappedKeyTable;
}

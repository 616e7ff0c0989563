import type { Origin } from "../platform/subject.ts";

/** Every security operation there is. The word before the dot is the domain folder. */
export const AUDIT_EVENT_TYPES = [
  "sign_up.begun",
  "sign_up.verified",
  "sign_in.password",
  "sign_in.second_step",
  "session.ended",
  "password.changed",
  "throttle.password_retired",
  "throttle.spraying_noticed",
  "password_reset.begun",
  "password_reset.completed",
  "account_email.begun",
  "account_email.added",
  "account_email.preferred",
  "account_email.removed",
  "account.deleted",
  "session.revoked",
  "session.others_revoked",
  "step_up.demanded",
  "step_up.approved",
  "totp.enrolled",
  "totp.confirmed",
  "totp.changed",
  "totp.removed",
  "throttle.factor_disabled",
  "sms_code.enrolled",
  "sms_code.confirmed",
  "sms_code.changed",
  "sms_code.removed",
  "sms_code.suspended",
  "sms_code.resumed",
  "sms_code.sent",
  "text_message.prefix_suspended",
  "totp.suspended",
  "totp.resumed",
  "factor_invitation.created",
  "factor_invitation.cancelled",
  "factor_invitation.approved",
  "replacement.requested",
  "replacement.cancelled",
  "replacement.completed",
  "recovery_codes.regenerated",
  "recovery_codes.acknowledged",
  "sign_in_setting.changed",
  "trusted_device.trusted",
  "trusted_device.used",
  "trusted_device.stolen",
  "trusted_device.revoked",
  "trusted_device.all_revoked",
  "account.set_up",
  "audit.trimmed",
  "break_glass.opened",
  "key.prepared",
  "key.rotated",
  "key.retired",
  "backup.made",
  "backup.restored",
] as const;

export type AuditEventType = (typeof AUDIT_EVENT_TYPES)[number];

/** One security operation, allowed or refused. Holds no secret and no code. */
export interface AuditEvent {
  readonly id: string;
  readonly atMillis: number;
  readonly projectId: string;
  /** Absent when nobody could be named, such as a sign-in with an unknown address. */
  readonly subjectId?: string | undefined;
  readonly type: AuditEventType;
  readonly outcome: "allowed" | "refused";
  /** The stable code of a refusal. */
  readonly reason?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly challengeId?: string | undefined;
  readonly factorId?: string | undefined;
  readonly factorKind?: string | undefined;
  readonly factorLabel?: string | undefined;
  /** What was acted upon, where it is neither the subject nor the factor. */
  readonly target?: string | undefined;
  readonly origin: Origin;
}

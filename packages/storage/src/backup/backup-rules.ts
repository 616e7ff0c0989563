import type { Schema } from "../schema/schema.ts";

/**
 * What a backup does with a table. `kept`: it is in the backup. `live`: it holds what must not live on in
 * another time, so that it is neither in a backup nor restored from one. `own`: the restored database
 * writes it itself.
 */
type BackupRule = "kept" | "live" | "own";

/** Every table. A new one does not compile before somebody has decided. */
export const BACKUP_RULES: Readonly<Record<keyof Schema, BackupRule>> = {
  account: "kept",
  account_email: "kept",
  account_language: "kept",
  attempt_budget: "kept",
  audit_chain: "kept",
  audit_event: "kept",
  audit_head: "kept",
  audit_seal: "kept",
  audit_sealer: "kept",
  break_glass_code: "live",
  challenge: "live",
  challenge_act: "live",
  email_addition: "live",
  factor_invitation: "live",
  factor_replacement: "live",
  kept_answer: "live",
  notice: "live",
  password_doubt: "kept",
  password_reset: "live",
  phone_factor: "kept",
  prefix_suspension: "kept",
  recognised_browser: "live",
  recovery_code: "kept",
  recovery_code_set: "kept",
  schema_migration: "own",
  sealing_key: "kept",
  session: "live",
  sign_in_setting: "kept",
  sign_up: "live",
  sms_code: "live",
  spraying_alarm: "live",
  suspect_hour: "kept",
  text_message: "live",
  text_volume: "live",
  totp_factor: "kept",
  trusted_device: "live",
  wrapped_key: "kept",
};

/** Whether the rows of a table are in backups. A table that nobody decided about is not. */
export function isKept(table: string): boolean {
  const rules: Readonly<Record<string, BackupRule>> = BACKUP_RULES;
  return rules[table] === "kept";
}

import { CONSOLE_PROJECT_ID } from "@twinlatch/accounts";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";

/**
 * Tables whose rows belong to one subject, in the order in which transactions lock them (ADR 17): whoever
 * answers a challenge of the account meanwhile is waited for. A test finds the table that is missing here.
 */
export const SUBJECT_TABLES = [
  "challenge",
  "text_message",
  "attempt_budget",
  "totp_factor",
  "phone_factor",
  "sms_code",
  "recovery_code_set",
  "break_glass_code",
  "factor_replacement",
  "factor_invitation",
  "recognised_browser",
  "trusted_device",
  "password_doubt",
  "sign_in_setting",
] as const;

const DELETIONS = SUBJECT_TABLES.map((table) =>
  compileOnce((db, key: { projectId: string; accountId: string }) =>
    db
      .deleteFrom(table)
      .where("project_id", "=", key.projectId)
      .where("subject_id", "=", key.accountId),
  ),
);

const deleteAccount = compileOnce((db, key: { accountId: string }) =>
  db.deleteFrom("account").where("id", "=", key.accountId),
);

/** Deletes the account, and every row that is keyed on it. Rows keyed on `account_id` go by themselves. */
export async function eraseAccount(executor: Executor, accountId: string): Promise<void> {
  for (const deletion of DELETIONS) {
    await deletion.change(executor, { projectId: CONSOLE_PROJECT_ID, accountId });
  }
  await deleteAccount.change(executor, { accountId });
}

import type { AccountsStores } from "@twinlatch/accounts";
import { accountEmailStore } from "./account-email-store.ts";
import { accountStore } from "./account-store.ts";
import { attemptBudgetStore } from "./attempt-budget-store.ts";
import { auditStore } from "./audit-store.ts";
import { challengeStore } from "./challenge-store.ts";
import type { Executor } from "./executor.ts";
import { emailAdditionStore } from "./email-addition-store.ts";
import { noticeStore } from "./notice-store.ts";
import { recoveryCodeStore } from "./recovery-code-store.ts";
import { passwordResetStore } from "./password-reset-store.ts";
import { sessionStore } from "./session-store.ts";
import { signInSettingStore } from "./sign-in-setting-store.ts";
import { signUpStore } from "./sign-up-store.ts";
import { totpStore } from "./totp-store.ts";
import { sealedRecordStore } from "./sealed-record-store.ts";
import { sealingKeyStore } from "./sealing-key-store.ts";

/** Every store, on one executor. */
export function createStores(executor: Executor): AccountsStores {
  return {
    accountEmails: accountEmailStore(executor),
    accounts: accountStore(executor),
    attemptBudgets: attemptBudgetStore(executor),
    audit: auditStore(executor),
    challenges: challengeStore(executor),
    notices: noticeStore(executor),
    recoveryCodes: recoveryCodeStore(executor),
    sessions: sessionStore(executor),
    emailAdditions: emailAdditionStore(executor),
    signInSettings: signInSettingStore(executor),
    passwordResets: passwordResetStore(executor),
    signUps: signUpStore(executor),
    totp: totpStore(executor),
  };
}
    sealedRecords: sealedRecordStore(executor),
    sealingKeys: sealingKeyStore(executor),
    wrappedKeys: wrappedKeyStore(executor),

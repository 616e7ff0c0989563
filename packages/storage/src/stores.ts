import type { AccountsStores } from "@twinlatch/accounts";
import { accountEmailStore } from "./account-email-store.ts";
import { accountStore } from "./account-store.ts";
import { attemptBudgetStore } from "./attempt-budget-store.ts";
import { auditStore } from "./audit-store.ts";
import { breakGlassStore } from "./break-glass-store.ts";
import { browserStore } from "./browser-store.ts";
import { challengeStore } from "./challenge-store.ts";
import { emailAdditionStore } from "./email-addition-store.ts";
import type { Executor } from "./executor.ts";
import { factorInvitationStore } from "./factor-invitation-store.ts";
import { noticeStore } from "./notice-store.ts";
import { passwordResetStore } from "./password-reset-store.ts";
import { recoveryCodeStore } from "./recovery-code-store.ts";
import { replacementStore } from "./replacement-store.ts";
import { sealedRecordStore } from "./sealed-record-store.ts";
import { sealingKeyStore } from "./sealing-key-store.ts";
import { sessionStore } from "./session-store.ts";
import { signInSettingStore } from "./sign-in-setting-store.ts";
import { signUpStore } from "./sign-up-store.ts";
import { totpStore } from "./totp-store.ts";
import { wrappedKeyStore } from "./wrapped-key-store.ts";

/** Every store, on one executor. */
export function createStores(executor: Executor): AccountsStores {
  return {
    accountEmails: accountEmailStore(executor),
    accounts: accountStore(executor),
    attemptBudgets: attemptBudgetStore(executor),
    audit: auditStore(executor),
    breakGlass: breakGlassStore(executor),
    browsers: browserStore(executor),
    challenges: challengeStore(executor),
    emailAdditions: emailAdditionStore(executor),
    notices: noticeStore(executor),
    passwordResets: passwordResetStore(executor),
    replacements: replacementStore(executor),
    factorInvitations: factorInvitationStore(executor),
    recoveryCodes: recoveryCodeStore(executor),
    sealedRecords: sealedRecordStore(executor),
    sealingKeys: sealingKeyStore(executor),
    sessions: sessionStore(executor),
    signInSettings: signInSettingStore(executor),
    signUps: signUpStore(executor),
    totp: totpStore(executor),
    wrappedKeys: wrappedKeyStore(executor),
  };
}

import type { AccountsStores } from "@twinlatch/accounts";
import { accountStore } from "./account-store.ts";
import { attemptBudgetStore } from "./attempt-budget-store.ts";
import { auditStore } from "./audit-store.ts";
import { challengeStore } from "./challenge-store.ts";
import type { Executor } from "./executor.ts";
import { noticeStore } from "./notice-store.ts";
import { recoveryCodeStore } from "./recovery-code-store.ts";
import { sessionStore } from "./session-store.ts";
import { signInSettingStore } from "./sign-in-setting-store.ts";
import { signUpStore } from "./sign-up-store.ts";
import { totpStore } from "./totp-store.ts";
import { sealedRecordStore } from "./sealed-record-store.ts";
import { sealingKeyStore } from "./sealing-key-store.ts";

/** Every store, on one executor. */
export function createStores(executor: Executor): AccountsStores {
  return {
import { wrappedKeyStore } from "./wrapped-key-store.ts";
    accounts: accountStore(executor),
    attemptBudgets: attemptBudgetStore(executor),
    audit: auditStore(executor),
    challenges: challengeStore(executor),
    notices: noticeStore(executor),
    recoveryCodes: recoveryCodeStore(executor),
    sessions: sessionStore(executor),
    signInSettings: signInSettingStore(executor),
    signUps: signUpStore(executor),
    totp: totpStore(executor),
  };
}
    sealedRecords: sealedRecordStore(executor),
    sealingKeys: sealingKeyStore(executor),
    wrappedKeys: wrappedKeyStore(executor),

import type { VerifierStores } from "@twinlatch/verifier";
import { attemptBudgetStore } from "./attempt-budget-store.ts";
import { auditStore } from "./audit-store.ts";
import { breakGlassStore } from "./break-glass-store.ts";
import { createBrowserStores } from "./browser-stores.ts";
import { challengeStore } from "./challenge-store.ts";
import type { Executor } from "./executor.ts";
import { factorInvitationStore } from "./factor-invitation-store.ts";
import { createKeyStores } from "./key-stores.ts";
import { passwordDoubtStore } from "./password-doubt-store.ts";
import { proofStore } from "./proof-store.ts";
import { recoveryCodeStore } from "./recovery-code-store.ts";
import { replacementStore } from "./replacement-store.ts";
import { signInSettingStore } from "./sign-in-setting-store.ts";
import { sprayingStore } from "./spraying-store.ts";
import { createTextStores } from "./text-stores.ts";
import { totpStore } from "./totp-store.ts";

/** The stores of the verifier, on one executor. */
export function createVerifierStores(executor: Executor): VerifierStores {
  return {
    ...createBrowserStores(executor),
    ...createKeyStores(executor),
    ...createTextStores(executor),
    attemptBudgets: attemptBudgetStore(executor),
    audit: auditStore(executor),
    breakGlass: breakGlassStore(executor),
    challenges: challengeStore(executor),
    replacements: replacementStore(executor),
    factorInvitations: factorInvitationStore(executor),
    passwordDoubts: passwordDoubtStore(executor),
    proofs: proofStore(executor),
    recoveryCodes: recoveryCodeStore(executor),
    signInSettings: signInSettingStore(executor),
    spraying: sprayingStore(executor),
    totp: totpStore(executor),
  };
}

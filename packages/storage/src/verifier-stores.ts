import type { VerifierStores } from "@twinlatch/verifier";
import { attemptBudgetStore } from "./attempt-budget-store.ts";
import { auditStore } from "./audit-store.ts";
import { breakGlassStore } from "./break-glass-store.ts";
import { BROWSER_STORES } from "./browser-stores.ts";
import { challengeStore } from "./challenge-store.ts";
import { factorInvitationStore } from "./factor-invitation-store.ts";
import { KEY_STORES } from "./key-stores.ts";
import type { StoreMakers } from "./make-when-asked.ts";
import { passwordDoubtStore } from "./password-doubt-store.ts";
import { proofStore } from "./proof-store.ts";
import { recoveryCodeStore } from "./recovery-code-store.ts";
import { replacementStore } from "./replacement-store.ts";
import { signInSettingStore } from "./sign-in-setting-store.ts";
import { sprayingStore } from "./spraying-store.ts";
import { TEXT_STORES } from "./text-stores.ts";
import { totpStore } from "./totp-store.ts";

/** The stores of the verifier. */
export const VERIFIER_STORES: StoreMakers<VerifierStores> = {
  ...BROWSER_STORES,
  ...KEY_STORES,
  ...TEXT_STORES,
  attemptBudgets: attemptBudgetStore,
  audit: auditStore,
  breakGlass: breakGlassStore,
  challenges: challengeStore,
  replacements: replacementStore,
  factorInvitations: factorInvitationStore,
  passwordDoubts: passwordDoubtStore,
  proofs: proofStore,
  recoveryCodes: recoveryCodeStore,
  signInSettings: signInSettingStore,
  spraying: sprayingStore,
  totp: totpStore,
};

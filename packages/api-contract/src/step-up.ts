/** Every action that a fresh proof has to approve. */
export const STEP_UP_ACTIONS = [
  "account.factor.add",
  "account.factor.remove",
  "account.factor.suspend",
  "account.factor.resume",
  "account.two_factor.disable",
  "account.recovery_codes.regenerate",
] as const;
  "account.password.change",
  "account.email.change",
  "account.delete",

/** An action that needs a fresh proof. */
export type StepUpAction = (typeof STEP_UP_ACTIONS)[number];

/** Request header that carries the proof when the request is repeated. */
export const PROOF_HEADER = "Twinlatch-Proof";

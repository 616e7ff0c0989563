/** Every action that a fresh proof has to approve. */
export const STEP_UP_ACTIONS = [
  "account.factor.add",
  "account.factor.remove",
  "account.factor.suspend",
  "account.factor.resume",
  "account.factor.replace",
  "account.factor.invite",
  "account.factor.approve",
  "account.two_factor.disable",
  "account.sign_in_setting.weaken",
  "account.recovery_codes.regenerate",
  "account.password.change",
  "account.email.change",
  "account.delete",
] as const;

/** An action that needs a fresh proof. */
export type StepUpAction = (typeof STEP_UP_ACTIONS)[number];

/** Request header that carries the proof when the request is repeated. */
export const PROOF_HEADER = "Twinlatch-Proof";

/**
 * Request header that names an open challenge of the session: a request that still needs a proof is then
 * listed there, to be approved together with what is listed already.
 */
export const CHALLENGE_HEADER = "Twinlatch-Challenge";

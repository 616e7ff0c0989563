import type { FactorKind } from "../factor/factor-kind.ts";
import type { Subject } from "../platform/subject.ts";

/** Wrong codes that end a challenge. */
export const MAX_CHALLENGE_ATTEMPTS = 5;
/** Life of a challenge: the first-factor ticket, or the wait for a fresh proof. */
export const CHALLENGE_MILLIS: number = 10 * 60_000;
/** Its longest life: each code sent for it lets it live until that code expires. */
export const MAX_CHALLENGE_MILLIS: number = 30 * 60_000;
/** Life of the proof that a step-up challenge gives. */
export const PROOF_MILLIS: number = 5 * 60_000;

/** Most acts that one answer to a step-up challenge approves. */
export const MAX_CHALLENGE_ACTS = 5;

/** What a step-up challenge approves: this action, on this target, with these parameters. */
export interface ApprovedAct {
  readonly action: string;
  readonly target: string;
  /** SHA-256 of the request body in its RFC 8785 form, base64url. */
  readonly paramsHash: string;
}

/**
 * A demand for proof: open, until it is satisfied once, or five wrong codes exhaust it, or it expires.
 * Whoever answers must hold what it is bound to.
 */
export interface Challenge extends Subject {
  readonly id: string;
  readonly purpose: "sign_in" | "step_up";
  /** `ticket:{digest}` for sign-in, `session:{id}` for step-up. */
  readonly boundTo: string;
  /** Kinds of factor that satisfy it, decided when it was opened. */
  readonly kinds: readonly FactorKind[];
  /** What it approves, in the order in which it was asked for: at least one for step-up, else none. */
  readonly acts: readonly ApprovedAct[];
  /** `closed`: what it was opened for is over, such as the password that began the sign-in. */
  readonly status: "open" | "satisfied" | "closed";
  /** Attempts reserved and not given back. */
  readonly attempts: number;
  readonly createdAtMillis: number;
  readonly expiresAtMillis: number;
}

/** Whether a right answer could still satisfy it, of whatever kind that is. */
export function isAnswerable(challenge: Challenge, nowMillis: number): boolean {
  return (
    challenge.status === "open" &&
    challenge.expiresAtMillis > nowMillis &&
    challenge.attempts < MAX_CHALLENGE_ATTEMPTS
  );
}

/** What an event says was acted upon: each act with its target. Undefined for a sign-in. */
export function nameActs(acts: readonly ApprovedAct[]): string | undefined {
  if (acts.length === 0) return undefined;
  return acts.map(({ action, target }) => `${action} ${target}`).join(", ");
}

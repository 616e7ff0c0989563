import type { Subject } from "../platform/subject.ts";
import type { TokenHash } from "../platform/token-hash.ts";

/** Life of a texted code (R-017; NIST SP 800-63B-4 §3.1.3.2). */
export const SMS_CODE_MILLIS: number = 10 * 60_000;

/**
 * A code that was sent. `superseded`: a newer one was sent for the same thing, and this one opens
 * nothing any more. Good for one phone and one thing alone.
 */
export interface SmsCode extends Subject {
  readonly id: string;
  /** `challenge:{id}`, or `enrolment:{phone id}`. */
  readonly boundTo: string;
  readonly phoneId: string;
  /** Keyed hash: of no use without the installation's keys. */
  readonly codeHash: string;
  /** The text that carried it. */
  readonly textId: string;
  readonly status: "live" | "superseded" | "used";
  readonly createdAtMillis: number;
  readonly expiresAtMillis: number;
}

/** What a code for a challenge is bound to. */
export function boundToChallenge(challengeId: string): string {
  return `challenge:${challengeId}`;
}

/** What a code for an enrolment is bound to. */
export function boundToEnrolment(phoneId: string): string {
  return `enrolment:${phoneId}`;
}

/** What is stored of a code; no two sent codes have the same, even of the same digits. */
export function hashSmsCode(
  deps: { readonly tokenHash: TokenHash },
  codeId: string,
  code: string,
): string {
  return deps.tokenHash.keyed("sms-code", `${codeId} ${code}`);
}

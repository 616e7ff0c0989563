import { TRUSTED_DEVICE_METHOD } from "./authentication-methods.ts";

/** Longest life of a session, used or not (NIST SP 800-63B-4 §2.2.3). */
export const SESSION_ABSOLUTE_MILLIS: number = 24 * 60 * 60_000;
/** Longest pause between two uses. */
export const SESSION_IDLE_MILLIS: number = 60 * 60_000;
/** A use is recorded at most this often, so that reading stays cheap. */
export const SESSION_TOUCH_MILLIS = 30_000;
/** Sessions one account can have open; the oldest ends when one more begins. */
export const MAX_SESSIONS = 20;
/** How long a session begun with a recovery code may enrol a new factor without further proof. */
export const RECOVERY_ENROLMENT_MILLIS: number = 10 * 60_000;

/** A signed-in browser or client. */
export interface Session {
  /** Stays the same for the session's life; proofs are bound to it. */
  readonly id: string;
  readonly accountId: string;
  /** Digest of the current token. The token changes whenever the session's level does. */
  readonly tokenDigest: string;
  /** How its owner was authenticated: RFC 8176 values, `recovery_code` and `trusted_device`. */
  readonly amr: readonly string[];
  readonly authenticatedAtMillis: number;
  readonly secondFactorAtMillis?: number | undefined;
  /** Begun with a recovery code: may enrol a factor, and nothing else that needs a proof. */
  readonly isRecovery: boolean;
  readonly createdAtMillis: number;
  readonly lastUsedAtMillis: number;
  readonly ip: string;
  readonly userAgent: string;
}

/** Authentication context of a session: two different factors, or one. */
export type AuthenticationContext = "urn:twinlatch:acr:aal1" | "urn:twinlatch:acr:aal2";

/** Level 2 needs `mfa`: two distinct factors really used (NIST SP 800-63B-4 §2.2). */
export function authenticationContext(session: Pick<Session, "amr">): AuthenticationContext {
  return session.amr.includes("mfa") ? "urn:twinlatch:acr:aal2" : "urn:twinlatch:acr:aal1";
}

/** Whether it was signed in to with two factors, as whoever owns the account does. */
export function isFullSession(session: Session): boolean {
  return !session.isRecovery && session.secondFactorAtMillis !== undefined;
}

/** Whether a trusted device stood in for its second step, and none was done since. */
export function isTrustedSession(session: Pick<Session, "amr">): boolean {
  return session.amr.includes(TRUSTED_DEVICE_METHOD) && !session.amr.includes("mfa");
}

/** When the session ends if it is not used again. */
export function sessionEndMillis(session: Session): number {
  return Math.min(
    session.createdAtMillis + SESSION_ABSOLUTE_MILLIS,
    session.lastUsedAtMillis + SESSION_IDLE_MILLIS,
  );
}

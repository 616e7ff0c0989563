import type { Subject } from "../platform/subject.ts";

/** How long a browser is recognised after the second step that its token was given for. */
export const BROWSER_MILLIS: number = 90 * 24 * 60 * 60_000;
/**
 * A completed second step replaces a token that is older. So a copy of the cookie dies with its owner's
 * next sign-in, and signing in twice a day writes nothing.
 */
export const BROWSER_RENEWAL_MILLIS: number = 24 * 60 * 60_000;
/** Browsers a subject can have; the one recognised longest ago is forgotten when one more comes. */
export const MAX_BROWSERS = 20;

/**
 * A browser in which a subject completed a second step. It has a budget lane of its own and quieter
 * notices; it never replaces a step.
 */
export interface RecognisedBrowser extends Subject {
  /** Digest of the token that the browser holds. */
  readonly tokenDigest: string;
  /** The factor last used in it. It may be gone by now. */
  readonly lastFactorId?: string | undefined;
  /** When the token was given. */
  readonly issuedAtMillis: number;
}

/** Whether its token is still good. */
export function isRecognised(browser: RecognisedBrowser, nowMillis: number): boolean {
  return nowMillis < browser.issuedAtMillis + BROWSER_MILLIS;
}

import { newToken } from "../platform/ids.ts";
import type { Subject } from "../platform/subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import {
  BROWSER_RENEWAL_MILLIS,
  isRecognised,
  MAX_BROWSERS,
  type RecognisedBrowser,
} from "./browser.ts";

/** Tokens of one request that are looked at: a browser can hold one for each account used in it. */
export const MAX_BROWSER_TOKENS = 5;

/**
 * The subject's browser among the tokens that a request brought; undefined when none of them is a live
 * one of this subject. Tokens of other subjects are ignored, and so are those past the fifth.
 */
export async function findBrowser(
  deps: Pick<VerifierDeps, "tokenHash">,
  stores: Pick<VerifierStores, "browsers">,
  held: {
    subject: Subject;
    browserTokens: readonly string[] | undefined;
    nowMillis: number;
  },
): Promise<RecognisedBrowser | undefined> {
  const { subject, browserTokens = [] } = held;
  for (const token of browserTokens.slice(0, MAX_BROWSER_TOKENS)) {
    const found = await stores.browsers.find(subject, deps.tokenHash.digest(token));
    if (found !== undefined && isRecognised(found, held.nowMillis)) return found;
  }
  return undefined;
}

/** A token for the browser, shown this once. */
export interface BrowserHandover {
  readonly token: string;
  /** Digest of the token that is dead now. */
  readonly replacesDigest?: string | undefined;
}

/** How a browser is recognised from now on. */
export interface KeptBrowser {
  /** Whether the subject had not used it before, or not for so long that it was forgotten. */
  readonly isNew: boolean;
  /** Undefined when the browser keeps the token it has. */
  readonly handover?: BrowserHandover | undefined;
}

/**
 * Notes in the caller's transaction that a second step was completed in a browser: the one found, or else
 * a new one. A token older than a day is replaced; the old one is dead at once.
 */
export async function keepBrowser(
  deps: Pick<VerifierDeps, "random" | "tokenHash">,
  stores: Pick<VerifierStores, "browsers">,
  used: {
    subject: Subject;
    browser: RecognisedBrowser | undefined;
    factorId: string | undefined;
    nowMillis: number;
  },
): Promise<KeptBrowser> {
  const { subject, browser, factorId, nowMillis } = used;
  const { projectId, subjectId } = subject;
  const token = newToken(deps.random, "twl_browser");
  const renewed: RecognisedBrowser = {
    projectId,
    subjectId,
    tokenDigest: deps.tokenHash.digest(token),
    lastFactorId: factorId,
    issuedAtMillis: nowMillis,
  };
  if (browser === undefined) {
    await stores.browsers.forgetOldest(subject, MAX_BROWSERS - 1);
    await stores.browsers.insert(renewed);
    return { isNew: true, handover: { token } };
  }
  if (nowMillis - browser.issuedAtMillis >= BROWSER_RENEWAL_MILLIS) {
    const replacesDigest = browser.tokenDigest;
    const isReplaced = await stores.browsers.replace(replacesDigest, renewed);
    return { isNew: false, handover: isReplaced ? { token, replacesDigest } : undefined };
  }
  if (browser.lastFactorId !== factorId) {
    await stores.browsers.replace(browser.tokenDigest, { ...browser, lastFactorId: factorId });
  }
  return { isNew: false };
}

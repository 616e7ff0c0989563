import type { Subject } from "../platform/subject.ts";
import type { RecognisedBrowser } from "./browser.ts";

/** The browsers of all subjects. A token of another subject is as absent as an unknown one. */
export interface BrowserStore {
  /** Of any age; undefined when the subject has no such token. */
  find(subject: Subject, tokenDigest: string): Promise<RecognisedBrowser | undefined>;
  insert(browser: RecognisedBrowser): Promise<void>;
  /**
   * Replaces a browser's token and what is known of it, by one conditional write. False when the token
   * is not `fromDigest` any more: it was forgotten, or replaced by a sign-in that was faster.
   */
  replace(fromDigest: string, browser: RecognisedBrowser): Promise<boolean>;
  /** Forgets all of the subject's but the one with the digest `keep`; returns how many. */
  forget(subject: Subject, keep?: string): Promise<number>;
  /** Forgets all of the subject's but the `keep` that were given their token last. */
  forgetOldest(subject: Subject, keep: number): Promise<void>;
  /** Forgets what was given its token before; returns how many. */
  purge(issuedBeforeMillis: number): Promise<number>;
}

/** Longest address that mail servers take (RFC 5321 §4.5.3.1.3). */
export const MAX_EMAIL_LENGTH = 254;

/** An address as it was written and as it is recognised. */
export interface EmailAddress {
  readonly written: string;
  /** NFKC, lower case: the variants of an address are one account and share one budget. */
  readonly key: string;
}

const SHAPE = /^[^\s@\p{C}"(),:;<>[\\\]]{1,64}@[^\s@\p{C}"(),:;<>[\\\]]+\.[^\s@\p{C}.]{2,}$/u;

/**
 * Reads an e-mail address. Blanks around it are dropped. Undefined when it has no local part, no
 * dotted domain, a control or quoting character, or more than 254 characters. Only delivery proves an
 * address, so nothing finer is checked.
 */
export function parseEmailAddress(text: string): EmailAddress | undefined {
  const written = text.trim();
  const key = written.normalize("NFKC").toLowerCase();
  if (written.length > MAX_EMAIL_LENGTH || key.length > MAX_EMAIL_LENGTH) return undefined;
  return SHAPE.test(key) && SHAPE.test(written) ? { written, key } : undefined;
}

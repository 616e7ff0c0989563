import type { AccountsDeps } from "../accounts-deps.ts";

/** Shortest password, in characters (NIST SP 800-63B-4 §3.1.1; 15 are recommended). */
export const MIN_PASSWORD_LENGTH = 8;
/** Longest password, in UTF-16 units: a bound on work, far above what anybody types. */
export const MAX_PASSWORD_LENGTH = 256;

/** What is wrong with a new password. */
export type PasswordFlaw = "password_too_short" | "password_too_long" | "password_common";

/**
 * Checks a new password: its length, and that it is not one that everybody tries first, nor an
 * address of the account. No rule about kinds of characters (decision X9). Undefined when it will do.
 */
export function findPasswordFlaw(
  deps: Pick<AccountsDeps, "commonPasswords">,
  password: string,
  ...emailKeys: readonly string[]
): PasswordFlaw | undefined {
  if (Array.from(password).length < MIN_PASSWORD_LENGTH) return "password_too_short";
  if (password.length > MAX_PASSWORD_LENGTH) return "password_too_long";
  const isAddress = emailKeys.includes(password.toLowerCase());
  return isAddress || deps.commonPasswords.includes(password) ? "password_common" : undefined;
}

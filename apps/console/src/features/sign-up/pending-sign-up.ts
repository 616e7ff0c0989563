const KEY = "twinlatch.pending-sign-up";

/** Keeps for this tab which address a code was mailed to, so that a reload finds the code page again. */
export function keepPendingSignUp(email: string, storage = sessionStorage): void {
  storage.setItem(KEY, email);
}

/** The address that waits for its code; null where none does. */
export function readPendingSignUp(storage = sessionStorage): string | null {
  return storage.getItem(KEY);
}

/** Forgets it: the account was made. */
export function forgetPendingSignUp(storage = sessionStorage): void {
  storage.removeItem(KEY);
}

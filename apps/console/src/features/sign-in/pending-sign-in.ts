/** A sign-in that waits for its second step. Nothing of it opens anything: the ticket is a cookie. */
export interface PendingSignIn {
  readonly challengeId: string;
  /** Shown, so that it is not asked again. */
  readonly email: string;
  /** Where to go afterwards. */
  readonly returnTo: string;
}

const KEY = "twinlatch.pending-sign-in";

/** Keeps it for this tab, so that a reload finds the second step again. */
export function keepPendingSignIn(pending: PendingSignIn, storage = sessionStorage): void {
  storage.setItem(KEY, JSON.stringify(pending));
}

/** The tab's waiting sign-in; null where there is none, or it cannot be read. */
export function readPendingSignIn(storage = sessionStorage): PendingSignIn | null {
  const kept = parse(storage.getItem(KEY) ?? "");
  return isPendingSignIn(kept) ? kept : null;
}

/** Forgets it: signed in, or given up. */
export function forgetPendingSignIn(storage = sessionStorage): void {
  storage.removeItem(KEY);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isPendingSignIn(kept: unknown): kept is PendingSignIn {
  return (
    typeof kept === "object" &&
    kept !== null &&
    "challengeId" in kept &&
    typeof kept.challengeId === "string" &&
    "email" in kept &&
    typeof kept.email === "string" &&
    "returnTo" in kept &&
    typeof kept.returnTo === "string"
  );
}

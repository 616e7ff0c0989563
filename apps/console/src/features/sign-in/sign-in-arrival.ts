/** Why the sign-in page is shown, and what need not be typed again. Travels in the history entry. */
export interface SignInArrival {
  readonly notice?: SignInNotice | undefined;
  readonly email?: string | undefined;
}

/** Names of messages that the page greets with. */
export type SignInNotice =
  | "ended"
  | "signedOut"
  | "sessionEnded"
  | "passwordReset"
  | "accountDeleted";

const NOTICES: readonly SignInNotice[] = [
  "ended",
  "signedOut",
  "sessionEnded",
  "passwordReset",
  "accountDeleted",
];

/** Reads a history entry's state, which may be anything. */
export function readArrival(state: unknown): SignInArrival {
  if (typeof state !== "object" || state === null) return {};
  return {
    notice: "notice" in state ? NOTICES.find((notice) => notice === state.notice) : undefined,
    email: "email" in state && typeof state.email === "string" ? state.email : undefined,
  };
}

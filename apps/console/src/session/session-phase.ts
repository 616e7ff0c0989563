/** How long before its end a session is warned about (WCAG 2.2.1 asks for 20 s; checklist D17). */
export const WARNING_MILLIS = 2 * 60_000;

/** Where a session stands on its way to the end, and when to look again. */
export type SessionPhase =
  | { readonly phase: "open"; readonly lookAgainInMillis: number }
  | { readonly phase: "ending"; readonly lookAgainInMillis: number }
  | { readonly phase: "over" };

export function sessionPhase(nowMillis: number, endsAtMillis: number): SessionPhase {
  const leftMillis = endsAtMillis - nowMillis;
  if (leftMillis <= 0) return { phase: "over" };
  return leftMillis <= WARNING_MILLIS
    ? { phase: "ending", lookAgainInMillis: leftMillis }
    : { phase: "open", lookAgainInMillis: leftMillis - WARNING_MILLIS };
}

/**
 * `pending`: waits for its first code. `active`: in use. `suspended`: taken out of use by its owner; it
 * verifies nothing, and still protects the account. `disabled`: the same, after too many wrong codes in a
 * row, until it is removed and set up anew. `awaiting_approval`: enrolled by an invitation; it verifies
 * nothing and protects nothing.
 */
export type FactorStatus = "pending" | "active" | "suspended" | "disabled" | "awaiting_approval";

const HELD: Readonly<Record<FactorStatus, boolean>> = {
  pending: false,
  active: true,
  suspended: true,
  disabled: true,
  awaiting_approval: false,
};

interface WithStatus {
  readonly status: FactorStatus;
}

/** The ones that are its owner's, in use or not: with any of them the password alone opens nothing. */
export function heldFactors<Some extends WithStatus>(factors: readonly Some[]): readonly Some[] {
  return factors.filter(({ status }) => HELD[status]);
}

/** The ones in use: only these are asked for or open anything. */
export function activeFactors<Some extends WithStatus>(factors: readonly Some[]): readonly Some[] {
  return factors.filter(({ status }) => status === "active");
}

/** Confirmed once, or still waiting for its first code. */
export function isLive(
  factor: WithStatus & { readonly expiresAtMillis: number },
  nowMillis: number,
): boolean {
  return factor.status !== "pending" || factor.expiresAtMillis > nowMillis;
}

/** Whether it is an unconfirmed enrolment that this session began. */
export function isEnrolmentOf(
  factor: WithStatus & { readonly sessionId: string },
  sessionId: string,
): boolean {
  return factor.status === "pending" && factor.sessionId === sessionId;
}

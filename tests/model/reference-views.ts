import { hintOf, viewText } from "./reference-phones.ts";
import type { Account, Challenge, Factor, Session } from "./reference-state.ts";
import {
  activeOf,
  DAY,
  heldOf,
  inAnyOrder,
  isProtected,
  isWaiting,
  liveInvitations,
  primaryOf,
} from "./reference-terms.ts";

/** What the reading calls show of an account, in the shape in which the driver reads their answers. */
export function viewSession({ account, amr, isRecovery }: Session): unknown {
  return [primaryOf(account), [...amr].toSorted(), isRecovery, account.isRetired];
}

/** The ways to answer that somebody has at hand, which one is offered first, and the code that is underway. */
export function viewChallenge(
  model: Parameters<typeof viewText>[0],
  challenge: Challenge,
): unknown {
  const { account, kinds, act } = challenge;
  const offered = activeOf(account).filter(({ kind }) => kinds.includes(kind));
  // What is about to be removed is what people no longer have at hand: the password comes before it.
  const others = offered.filter(({ id }) => !act?.target.includes(id));
  const [last] = kinds.length === 1 ? offered : [];
  const preferred = others.find(({ isDefault }) => isDefault) ?? others[0] ?? last;
  return {
    offered: inAnyOrder(offered.map(({ id }) => id)),
    preferred: preferred?.id ?? null,
    sent: viewText(model, challenge),
  };
}

/** Enrolments are of the session that began them; what waits for an approval is not there. */
export function viewSecurity(session: Session, nowMillis: number): unknown {
  const { account } = session;
  const { setting, codes, factors } = account;
  const isOwn = ({ status, begunBy, expiresAt }: Factor) =>
    status === "pending" && begunBy === session && nowMillis < expiresAt;
  const held = heldOf(account);
  const shown = factors.filter((factor) => held.includes(factor) || isOwn(factor));
  return {
    isEnabled: isProtected(account),
    setting,
    factors: inAnyOrder(
      shown.map(({ id, label, status, isDefault, number }) => [
        id,
        label,
        status,
        isDefault,
        hintOf(number),
      ]),
    ),
    codes: codes === undefined ? null : [codes.unused.size, codes.isAcknowledged],
  };
}

/** An address that is being added is of the session that began it. */
export function viewEmails({ account, addition }: Session, nowMillis: number): unknown {
  const emails = account.emails.map(({ address, isPrimary }) => [address, isPrimary]);
  const isLive = addition !== undefined && nowMillis < addition.expiresAt;
  return inAnyOrder([...emails, ...(isLive ? [[addition.address, "pending"]] : [])]);
}

export function viewInvitations(account: Account, nowMillis: number): unknown {
  const label = (factor: Factor | undefined) =>
    factor && (account.factors.includes(factor) ? factor.label : "");
  const invitations = liveInvitations(account, nowMillis);
  return inAnyOrder(invitations.map(({ id, enrolled }) => [id, label(enrolled) ?? null]));
}

/** What waits, and until when acts are held. */
export function viewReplacement({ replacement }: Account, nowMillis: number): unknown {
  const heldUntil = (replacement?.completedAt ?? -DAY) + DAY;
  return [
    isWaiting(replacement, nowMillis) ? replacement?.factor.id : null,
    nowMillis < heldUntil ? heldUntil : null,
  ];
}

import { newId, newToken, type Origin } from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { MAX_SESSIONS, type Session } from "./session.ts";

/** A session with its token, which is shown this once. */
export interface BegunSession {
  readonly session: Session;
  readonly token: string;
}

/**
 * Begins a session in the caller's transaction. Beyond twenty one ends, of the same address if it has one. The id and the token are
 * new: nothing that the browser held before is carried over.
 */
export async function beginSession(
  deps: Pick<AccountsDeps, "random" | "tokenHash">,
  stores: Pick<AccountsStores, "sessions">,
  facts: {
    accountId: string;
    amr: readonly string[];
    secondFactorAtMillis?: number | undefined;
    isRecovery: boolean;
    origin: Origin;
    nowMillis: number;
  },
): Promise<BegunSession> {
  const { accountId, amr, secondFactorAtMillis, isRecovery, origin, nowMillis } = facts;
  const token = newToken(deps.random, "twl_session");
  const session: Session = {
    id: newId(deps.random, "ses", nowMillis),
    accountId,
    tokenDigest: deps.tokenHash.digest(token),
    amr,
    authenticatedAtMillis: nowMillis,
    secondFactorAtMillis,
    isRecovery,
    createdAtMillis: nowMillis,
    lastUsedAtMillis: nowMillis,
    ip: origin.ip,
    userAgent: origin.userAgent,
  };
  // Room is made first: after a clock went back, the new session would look like the oldest.
  await stores.sessions.removeOldest(accountId, { ip: origin.ip, keep: MAX_SESSIONS - 1 });
  await stores.sessions.insert(session);
  return { session, token };
}

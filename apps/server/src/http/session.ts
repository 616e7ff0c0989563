import {
  type AccountsDeps,
  authenticationContext,
  endSession,
  findSession,
  isTrustedSession,
  listSessions,
  readUserAgent,
  revokeOtherSessions,
  revokeSession,
  type Session,
  sessionEndMillis,
} from "@twinlatch/accounts";
import type { endpoints, SessionEntry } from "@twinlatch/api-contract";
import type { Origin } from "@twinlatch/verifier";
import { answered, type Handler } from "./call.ts";
import type { Credentials } from "./credential.ts";
import { formatTime, formatTimeOrNull } from "./format-time.ts";

/** The routes of the session at hand and of the account's others. */
export function sessionHandlers(rules: AccountsDeps): {
  readonly getSession: Handler<typeof endpoints.getSession>;
  readonly signOut: Handler<typeof endpoints.signOut>;
  readonly listSessions: Handler<typeof endpoints.listSessions>;
  readonly revokeSession: Handler<typeof endpoints.revokeSession>;
  readonly revokeOtherSessions: Handler<typeof endpoints.revokeOtherSessions>;
} {
  return {
    async getSession({ caller: { account, session } }) {
      return answered({
        account: { id: account.id, email: account.email },
        amr: [...session.amr],
        acr: authenticationContext(session),
        authTime: formatTime(session.authenticatedAtMillis),
        secondFactorAt: formatTimeOrNull(session.secondFactorAtMillis),
        passwordRetired: account.isPasswordRetired,
        recovery: session.isRecovery,
        trustedDevice: isTrustedSession(session),
        expiresAt: formatTime(sessionEndMillis(session)),
      });
    },

    async signOut({ caller: { session }, origin }) {
      await endSession(rules, { session, origin });
      return answered(undefined, { session: null });
    },

    async listSessions({ caller: { session } }) {
      const sessions = await listSessions(rules, session.accountId);
      return answered({ sessions: sessions.map((each) => sessionEntry(each, session.id)) });
    },

    async revokeSession({ caller: { session }, params: { id }, origin }) {
      const revoked = await revokeSession(rules, { session, sessionId: id, origin });
      if (revoked.outcome === "refused") return revoked;
      return answered(undefined, id === session.id ? { session: null } : {});
    },

    async revokeOtherSessions({ caller: { session }, origin }) {
      const revoked = await revokeOtherSessions(rules, { session, origin });
      return revoked.outcome === "refused" ? revoked : answered(undefined);
    },
  };
}

function sessionEntry(session: Session, currentId: string): SessionEntry {
  const { id, userAgent, ip } = session;
  const { browser = null, system = null } = readUserAgent(userAgent);
  return {
    id,
    isCurrent: id === currentId,
    browser,
    system,
    userAgent,
    ip,
    recovery: session.isRecovery,
    createdAt: formatTime(session.createdAtMillis),
    lastUsedAt: formatTime(session.lastUsedAtMillis),
  };
}

/**
 * Ends the session that a browser had before it signed in again: its cookie is about to be replaced by
 * that of the session `by`, and nobody is left who would end it.
 */
export async function endReplacedSession(
  rules: AccountsDeps,
  credentials: Credentials,
  { by, origin }: { readonly by: string | undefined; readonly origin: Origin },
): Promise<void> {
  if (credentials.session === undefined || by === undefined) return;
  const replaced = await findSession(rules, credentials.session);
  if (replaced === undefined || replaced.session.id === by) return;
  await endSession(rules, { session: replaced.session, origin });
}

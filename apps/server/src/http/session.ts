import {
  type AccountsDeps,
  authenticationContext,
  endSession,
  findSession,
  sessionEndMillis,
} from "@twinlatch/accounts";
import type { endpoints } from "@twinlatch/api-contract";
import type { Origin } from "@twinlatch/verifier";
import { answered, type Handler } from "./call.ts";
import type { Credentials } from "./credential.ts";
import { formatTime, formatTimeOrNull } from "./format-time.ts";

/** The routes of the session at hand. */
export function sessionHandlers(rules: AccountsDeps): {
  readonly getSession: Handler<typeof endpoints.getSession>;
  readonly signOut: Handler<typeof endpoints.signOut>;
} {
  return {
    async getSession({ caller: { account, session } }) {
      return answered({
        account: { id: account.id, email: account.email },
        amr: [...session.amr],
        acr: authenticationContext(session),
        authTime: formatTime(session.authenticatedAtMillis),
        secondFactorAt: formatTimeOrNull(session.secondFactorAtMillis),
        recovery: session.isRecovery,
        expiresAt: formatTime(sessionEndMillis(session)),
      });
    },

    async signOut({ caller: { session }, origin }) {
      await endSession(rules, { session, origin });
      return answered(undefined, { session: null });
    },
  };
}

/**
 * Ends the session that a browser had before it signed in again: its cookie is about to be replaced,
 * and nobody is left who would end it.
 */
export async function endReplacedSession(
  rules: AccountsDeps,
  credentials: Credentials,
  origin: Origin,
): Promise<void> {
  if (credentials.session === undefined) return;
  const replaced = await findSession(rules, credentials.session);
  if (replaced !== undefined) await endSession(rules, { session: replaced.session, origin });
}

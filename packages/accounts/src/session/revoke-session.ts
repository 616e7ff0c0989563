import {
  holdSubject,
  type Origin,
  performOperation,
  type Refusal,
  refuse,
} from "@twinlatch/verifier";
import { subjectOf } from "../account/account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { Session } from "./session.ts";

type RevokeDeps = Pick<AccountsDeps, "clock" | "random" | "unitOfWork">;

type Revoked = { readonly outcome: "ended" };

/**
 * Ends one session of the same account at once, on every process. Refused with `not_found` when
 * the account has no such session, and with `recovery_session` from a session begun with a recovery code,
 * which ends no other.
 */
export async function revokeSession(
  deps: RevokeDeps,
  input: { session: Session; sessionId: string; origin: Origin },
): Promise<Revoked | Refusal<"not_found" | "recovery_session">> {
  const { session, sessionId, origin } = input;
  const operation = {
    ...actOf(deps, session),
    type: "session.revoked",
    target: sessionId,
  } as const;
  return performOperation(deps, { ...operation, origin }, async (stores) => {
    if (session.isRecovery && sessionId !== session.id) return refuse("recovery_session");
    const isEnded = await stores.sessions.remove(session.accountId, sessionId);
    return isEnded ? { outcome: "ended" } : refuse("not_found");
  });
}

/** Ends all sessions of the account but this one, at once. Refused as `revokeSession` is; with none it changes nothing. */
export async function revokeOtherSessions(
  deps: RevokeDeps,
  input: { session: Session; origin: Origin },
): Promise<Revoked | Refusal<"recovery_session">> {
  const { session, origin } = input;
  const operation = { ...actOf(deps, session), type: "session.others_revoked" } as const;
  return performOperation(deps, { ...operation, origin }, async (stores) => {
    if (session.isRecovery) return refuse("recovery_session");
    await holdSubject(stores, subjectOf(session.accountId));
    await stores.sessions.removeOthers(session.accountId, session.id);
    return { outcome: "ended" };
  });
}

function actOf({ clock }: Pick<AccountsDeps, "clock">, session: Session) {
  return {
    atMillis: clock.nowMillis(),
    ...subjectOf(session.accountId),
    sessionId: session.id,
  };
}

import { newToken } from "@twinlatch/verifier";
import { subjectOf } from "../account/account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { withFactor } from "./authentication-methods.ts";
import type { Session } from "./session.ts";

/**
 * Notes in the caller's transaction that the session proved a factor, and gives it a new token; the old
 * one is dead. Whoever came back with a recovery code has lost something, perhaps a device that is
 * trusted: none is any more once the mark is lifted. Nor does any other factor come of it that was begun
 * without a proof. Returns the new token; undefined when the session has ended or was renewed by a
 * request that was faster.
 */
export async function raiseSession(
  deps: Pick<AccountsDeps, "random" | "tokenHash">,
  stores: Pick<AccountsStores, "phones" | "sessions" | "totp" | "trustedDevices">,
  session: Session,
  proved: { amr: readonly string[]; nowMillis: number; liftsRecovery: boolean },
): Promise<string | undefined> {
  const token = newToken(deps.random, "twl_session");
  const subject = subjectOf(session.accountId);
  const isLifted = session.isRecovery && proved.liftsRecovery;
  if (isLifted) {
    // Before the session: factors are locked first (ADR 17).
    await stores.totp.removePendingOf(subject, session.id);
    await stores.phones.removePendingOf(subject, session.id);
  }
  const amr = withFactor(session.amr, proved.amr);
  const isRenewed = await stores.sessions.renew(session.id, {
    fromDigest: session.tokenDigest,
    toDigest: deps.tokenHash.digest(token),
    amr,
    // The password again, on a session that once had more, is no second factor now.
    secondFactorAtMillis:
      amr.includes("mfa") && !proved.amr.includes("pwd") ? proved.nowMillis : undefined,
    isRecovery: session.isRecovery && !isLifted,
    nowMillis: proved.nowMillis,
  });
  if (!isRenewed) return undefined;
  if (isLifted) await stores.trustedDevices.forget(subject);
  return token;
}

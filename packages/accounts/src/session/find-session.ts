import type { AccountsDeps } from "../accounts-deps.ts";
import { SESSION_TOUCH_MILLIS, sessionEndMillis } from "./session.ts";
import type { SignedIn } from "./session-store.ts";

/**
 * Finds the open session of a token, and records the use. Undefined when there is none, or it was
 * unused for an hour, or is a day old: limits hold on the server whatever the cookie says.
 */
export async function findSession(
  deps: Pick<AccountsDeps, "clock" | "tokenHash" | "unitOfWork">,
  token: string,
): Promise<SignedIn | undefined> {
  const digest = deps.tokenHash.digest(token);
  const found = await deps.unitOfWork.read((stores) => stores.sessions.findByTokenDigest(digest));
  if (found === undefined) return undefined;
  const { session, account } = found;
  const nowMillis = deps.clock.nowMillis();
  if (nowMillis >= sessionEndMillis(session)) return undefined;
  if (nowMillis - session.lastUsedAtMillis < SESSION_TOUCH_MILLIS) return found;
  await deps.unitOfWork.write((stores) => stores.sessions.touch(session.id, nowMillis));
  return { session: { ...session, lastUsedAtMillis: nowMillis }, account };
}

import type { AccountsDeps } from "../accounts-deps.ts";
import { type Session, sessionEndMillis } from "./session.ts";

/** The open sessions of an account, the last used first. */
export async function listSessions(
  deps: Pick<AccountsDeps, "clock" | "unitOfWork">,
  accountId: string,
): Promise<readonly Session[]> {
  const sessions = await deps.unitOfWork.read((stores) => stores.sessions.list(accountId));
  const nowMillis = deps.clock.nowMillis();
  // Those whose time is over are there until they are cleared away, and open nothing.
  return sessions.filter((session) => nowMillis < sessionEndMillis(session));
}

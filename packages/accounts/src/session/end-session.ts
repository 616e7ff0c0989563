import { type Origin, performOperation } from "@twinlatch/verifier";
import { subjectOf } from "../account/account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { Session } from "./session.ts";

/** Ends a session at once, on every process. Ending it again changes nothing. */
export async function endSession(
  deps: Pick<AccountsDeps, "clock" | "random" | "unitOfWork">,
  input: { session: Session; origin: Origin },
): Promise<void> {
  const { session, origin } = input;
  const subject = subjectOf(session.accountId);
  const atMillis = deps.clock.nowMillis();
  await performOperation(
    deps,
    { atMillis, ...subject, type: "session.ended", sessionId: session.id, origin },
    async (stores) => {
      await stores.sessions.remove(session.accountId, session.id);
      return { outcome: "ended" };
    },
  );
}

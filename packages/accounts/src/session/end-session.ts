import { auditEvent, type Origin } from "@twinlatch/verifier";
import { subjectOf } from "../account/account.ts";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { Session } from "./session.ts";

/** Ends a session at once, on every process. Ending it again changes nothing. */
export async function endSession(
  deps: Pick<AccountsDeps, "clock" | "random" | "unitOfWork">,
  input: { session: Session; origin: Origin },
): Promise<void> {
  const { session, origin } = input;
  await deps.unitOfWork.write(async (stores) => {
    await stores.sessions.remove(session.accountId, session.id);
    await stores.audit.append(
      auditEvent(deps.random, {
        atMillis: deps.clock.nowMillis(),
        ...subjectOf(session.accountId),
        type: "session.ended",
        outcome: "allowed",
        sessionId: session.id,
        origin,
      }),
    );
  });
}

import { type AccountsDeps, readUserAgent, subjectOf } from "@twinlatch/accounts";
import type { ActivityEvent, endpoints } from "@twinlatch/api-contract";
import { listActivity, type SequencedEvent } from "@twinlatch/verifier";
import { answered, type Handler } from "./call.ts";
import { formatTime } from "./format-time.ts";

/** The route of what happened to the account. */
export function activityHandlers(rules: Pick<AccountsDeps, "unitOfWork">): {
  readonly listActivity: Handler<typeof endpoints.listActivity>;
} {
  return {
    async listActivity({ caller: { session }, query: { cursor } }) {
      const page = await listActivity(rules, {
        subject: subjectOf(session.accountId),
        beforeSequence: cursor === undefined ? undefined : Number(cursor),
      });
      return answered({
        events: page.events.map((event) => activityEvent(event, session.id)),
        nextCursor: page.nextBeforeSequence?.toString() ?? null,
      });
    },
  };
}

function activityEvent(event: SequencedEvent, sessionId: string): ActivityEvent {
  const { id, type, outcome, factorId, factorLabel, factorKind, reason, target, origin } = event;
  const { browser = null, system = null } = readUserAgent(origin.userAgent);
  return {
    id,
    at: formatTime(event.atMillis),
    type,
    outcome,
    isThisSession: event.sessionId === sessionId,
    ip: origin.ip,
    userAgent: origin.userAgent,
    browser,
    system,
    ...(factorId === undefined ? {} : { factorId }),
    ...(factorLabel === undefined ? {} : { factorLabel }),
    detail: {
      ...(reason === undefined ? {} : { reason }),
      ...(factorKind === undefined ? {} : { factorKind }),
      ...(target === undefined ? {} : { target }),
    },
  };
}

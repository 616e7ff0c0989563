import type { AuditEvent, AuditStore } from "@twinlatch/verifier";
import { EVENT_COLUMNS, toSequencedEvent } from "./audit-row.ts";
import { compileOnce } from "./compile-once.ts";
import type { Executor } from "./executor.ts";

const appendEvent = compileOnce((db, event: EventRow) =>
  db.insertInto("audit_event").values({
    id: event.id,
    at_millis: event.atMillis,
    project_id: event.projectId,
    subject_id: event.subjectId,
    type: event.type,
    outcome: event.outcome,
    reason: event.reason,
    session_id: event.sessionId,
    challenge_id: event.challengeId,
    factor_id: event.factorId,
    factor_kind: event.factorKind,
    factor_label: event.factorLabel,
    target: event.target,
    ip: event.ip,
    user_agent: event.userAgent,
    request_id: event.requestId,
  }),
);

const listEvents = compileOnce(
  (db, by: { projectId: string; subjectId: string; beforeSequence: number; limit: number }) =>
    db
      .selectFrom("audit_event as event")
      .select("event.sequence")
      .select(EVENT_COLUMNS)
      .where("event.project_id", "=", by.projectId)
      .where("event.subject_id", "=", by.subjectId)
      .where("event.sequence", "<", by.beforeSequence)
      .orderBy("event.sequence", "desc")
      .limit(by.limit),
);

/** Audit events in the table `audit_event`, numbered by its key. */
export function auditStore(executor: Executor): AuditStore {
  return {
    async append(event) {
      await appendEvent.change(executor, toRow(event));
    },
    async list({ projectId, subjectId }, { beforeSequence = Number.MAX_SAFE_INTEGER, limit }) {
      const by = { projectId, subjectId, beforeSequence, limit };
      return (await listEvents.all(executor, by)).map(toSequencedEvent);
    },
  };
}

/** An event with its origin laid out and SQL's null. */
interface EventRow extends Pick<AuditEvent, "id" | "atMillis" | "projectId" | "type" | "outcome"> {
  readonly subjectId: string | null;
  readonly reason: string | null;
  readonly sessionId: string | null;
  readonly challengeId: string | null;
  readonly factorId: string | null;
  readonly factorKind: string | null;
  readonly factorLabel: string | null;
  readonly target: string | null;
  readonly ip: string;
  readonly userAgent: string;
  readonly requestId: string;
}

function toRow({ origin, ...event }: AuditEvent): EventRow {
  return {
    ...event,
    subjectId: event.subjectId ?? null,
    reason: event.reason ?? null,
    sessionId: event.sessionId ?? null,
    challengeId: event.challengeId ?? null,
    factorId: event.factorId ?? null,
    factorKind: event.factorKind ?? null,
    factorLabel: event.factorLabel ?? null,
    target: event.target ?? null,
    ip: origin.ip,
    userAgent: origin.userAgent,
    requestId: origin.requestId,
  };
}

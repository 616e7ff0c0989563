import type { SequencedEvent } from "@twinlatch/verifier";
import type { AuditEventTable } from "./schema/audit-event.ts";

/** The columns of an event but its number, each under the name of its field. */
export const EVENT_COLUMNS = [
  "event.id",
  "event.at_millis as atMillis",
  "event.project_id as projectId",
  "event.subject_id as subjectId",
  "event.type",
  "event.outcome",
  "event.reason",
  "event.session_id as sessionId",
  "event.challenge_id as challengeId",
  "event.factor_id as factorId",
  "event.factor_kind as factorKind",
  "event.factor_label as factorLabel",
  "event.target",
  "event.ip",
  "event.user_agent as userAgent",
  "event.request_id as requestId",
] as const;

/** An event as those columns give it. */
export interface EventRow {
  readonly sequence: number;
  readonly id: string;
  readonly atMillis: number;
  readonly projectId: string;
  readonly subjectId: string | null;
  readonly type: AuditEventTable["type"];
  readonly outcome: AuditEventTable["outcome"];
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

/** The event that a row holds. */
export function toSequencedEvent(row: EventRow): SequencedEvent {
  return {
    sequence: row.sequence,
    id: row.id,
    atMillis: row.atMillis,
    projectId: row.projectId,
    subjectId: row.subjectId ?? undefined,
    type: row.type,
    outcome: row.outcome,
    reason: row.reason ?? undefined,
    sessionId: row.sessionId ?? undefined,
    challengeId: row.challengeId ?? undefined,
    factorId: row.factorId ?? undefined,
    factorKind: row.factorKind ?? undefined,
    factorLabel: row.factorLabel ?? undefined,
    target: row.target ?? undefined,
    origin: { ip: row.ip, userAgent: row.userAgent, requestId: row.requestId },
  };
}

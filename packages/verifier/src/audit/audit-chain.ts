import type { TokenHash } from "../platform/token-hash.ts";
import type { AuditEvent } from "./audit-event.ts";

/** An event with the number that the database gave it. */
export interface SequencedEvent extends AuditEvent {
  readonly sequence: number;
}

/** The place of an event in the chain of its project, and in that of its subject. */
export interface AuditSeal {
  readonly projectId: string;
  /** 1, 2, 3 … within the project, in the order of sealing. */
  readonly position: number;
  /** The number of the sealed event. */
  readonly sequence: number;
  /** End of the subject's chain with this event; absent where the event names nobody. */
  readonly subjectHash?: string | undefined;
  /** End of the project's chain with this event. */
  readonly hash: string;
}

/** Where a chain ends. */
export interface ChainEnd {
  readonly projectId: string;
  /** Whose chain; empty for the chain of the project itself. */
  readonly subjectId: string;
  /** How many events were ever sealed in it. */
  readonly position: number;
  readonly hash: string;
}

/** What stands before the first event of a chain. */
export const CHAIN_START = "";

const PROJECT_LINK = "twinlatch/audit/1/project";
const SUBJECT_LINK = "twinlatch/audit/1/subject";

type Deps = { readonly tokenHash: Pick<TokenHash, "digest"> };

/** SHA-256, as base64url, of a project's chain with one more event (docs/protocol/audit.md §2). */
export function linkProject(
  { tokenHash }: Deps,
  previous: { readonly position: number; readonly hash: string },
  subjectHash: string | undefined,
  event: SequencedEvent,
): string {
  const link = [PROJECT_LINK, previous.hash, previous.position + 1, subjectHash ?? null];
  return tokenHash.digest(JSON.stringify([...link, ...listFields(event)]));
}

/** SHA-256, as base64url, of a subject's chain with one more event (docs/protocol/audit.md §2). */
export function linkSubject(
  { tokenHash }: Deps,
  previousHash: string,
  event: SequencedEvent,
): string {
  return tokenHash.digest(JSON.stringify([SUBJECT_LINK, previousHash, ...listFields(event)]));
}

/** Everything the record holds of an event, in an order that never changes. */
function listFields(event: SequencedEvent): readonly (number | string | null)[] {
  const { origin } = event;
  return [
    event.sequence,
    event.id,
    event.atMillis,
    event.projectId,
    event.subjectId ?? null,
    event.type,
    event.outcome,
    event.reason ?? null,
    event.sessionId ?? null,
    event.challengeId ?? null,
    event.factorId ?? null,
    event.factorKind ?? null,
    event.factorLabel ?? null,
    event.target ?? null,
    origin.ip,
    origin.userAgent,
    origin.requestId,
  ];
}

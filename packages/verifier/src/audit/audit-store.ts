import type { Subject } from "../platform/subject.ts";
import type { SequencedEvent } from "./audit-chain.ts";
import type { AuditEvent } from "./audit-event.ts";

/** The append-only record of security operations. */
export interface AuditStore {
  /**
   * Appends one event in the caller's transaction and numbers it. A failure to append fails the
   * transaction: what cannot be recorded does not happen.
   */
  append(event: AuditEvent): Promise<void>;
  /** Events of this subject alone, the newest first: at most `limit`, below a number where one is given. */
  list(
    subject: Subject,
    page: { beforeSequence?: number | undefined; limit: number },
  ): Promise<readonly SequencedEvent[]>;
}

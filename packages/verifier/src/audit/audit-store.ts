import type { AuditEvent } from "./audit-event.ts";

/** The append-only record of security operations. */
export interface AuditStore {
  /**
   * Appends one event in the caller's transaction and numbers it. A failure to append fails the
   * transaction: what cannot be recorded does not happen.
   */
  append(event: AuditEvent): Promise<void>;
}

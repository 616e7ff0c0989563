import type { AuditEvent } from "@twinlatch/verifier";
import type { Generated } from "kysely";

/** One row per security operation. Only ever inserted. */
export interface AuditEventTable {
  /** Grows with every event and is never given twice; a rolled-back transaction may leave a gap. */
  sequence: Generated<number>;
  id: string;
  at_millis: number;
  project_id: string;
  subject_id: string | null;
  type: AuditEvent["type"];
  outcome: AuditEvent["outcome"];
  reason: string | null;
  session_id: string | null;
  challenge_id: string | null;
  factor_id: string | null;
  factor_kind: string | null;
  factor_label: string | null;
  target: string | null;
  ip: string;
  user_agent: string;
  request_id: string;
}

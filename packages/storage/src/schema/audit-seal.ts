import type { AuditHead } from "@twinlatch/verifier";

/** One row per sealed event. Keyed (project, position); only ever inserted, and deleted with its event. */
export interface AuditSealTable {
  project_id: string;
  position: number;
  /** Unique: the event that is sealed. */
  sequence: number;
  subject_hash: string | null;
  hash: string;
}

/** Where each chain ends. Keyed (project, subject); the project's own chain has an empty subject. */
export interface AuditChainTable {
  project_id: string;
  subject_id: string;
  position: number;
  hash: string;
}

/** Signed heads and checkpoints. Keyed (project, kind, position). */
export interface AuditHeadTable {
  project_id: string;
  kind: AuditHead["kind"];
  position: number;
  hash: string;
  at_millis: number;
  key_id: string;
  signature: string;
}

/** One row: how far sealing has come. */
export interface AuditSealerTable {
  id: number;
  round: number;
  settled_sequence: number;
}

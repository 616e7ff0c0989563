import type { Lane } from "@twinlatch/verifier";

/** One row per (project, subject, lane). */
export interface AttemptBudgetTable {
  project_id: string;
  subject_id: string;
  lane: Lane;
  /** The newest attempts, newest first, each of the same width: see attempt-entries.ts. */
  entries: string;
}

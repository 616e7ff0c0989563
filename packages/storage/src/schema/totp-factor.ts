import type { TotpFactor } from "@twinlatch/verifier";
import type { Generated } from "kysely";

/** One row per authenticator app, confirmed or being enrolled. Keyed (project, subject, id). */
export interface TotpFactorTable {
  project_id: string;
  subject_id: string;
  id: string;
  label: string;
  status: TotpFactor["status"];
  /** 0 or 1. */
  is_default: number;
  algorithm: TotpFactor["algorithm"];
  digits: number;
  period_seconds: number;
  sealed_secret: Uint8Array;
  last_step: number;
  session_id: string;
  /** Wrong codes of the enrolment. */
  confirm_attempts: Generated<number>;
  /** Wrong codes in a row, since it is active. */
  consecutive_failures: Generated<number>;
  created_at_millis: number;
  expires_at_millis: number;
  last_used_at_millis: number | null;
}

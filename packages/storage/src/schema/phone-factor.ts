import type { PhoneFactor } from "@twinlatch/verifier";
import type { Generated } from "kysely";

/** One row per phone, confirmed or being enrolled. Keyed (project, subject, id). */
export interface PhoneFactorTable {
  project_id: string;
  subject_id: string;
  id: string;
  label: string;
  status: PhoneFactor["status"];
  /** 0 or 1. */
  is_default: number;
  sealed_number: Uint8Array;
  number_key: string;
  hint: string;
  channel: PhoneFactor["channel"];
  session_id: string;
  /** Wrong codes of the enrolment. */
  confirm_attempts: Generated<number>;
  /** Wrong codes in a row, since it is active. */
  consecutive_failures: Generated<number>;
  created_at_millis: number;
  expires_at_millis: number;
  last_used_at_millis: number | null;
}

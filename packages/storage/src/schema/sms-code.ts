import type { SmsCode } from "@twinlatch/verifier";

/** One row per texted code, until an hour after its time. Keyed (project, subject, what it is for, id). */
export interface SmsCodeTable {
  project_id: string;
  subject_id: string;
  bound_to: string;
  id: string;
  phone_id: string;
  code_hash: string;
  text_id: string;
  status: SmsCode["status"];
  created_at_millis: number;
  expires_at_millis: number;
}

import type { SignInSetting } from "@twinlatch/verifier";

/** One row per subject who chose. Keyed (project, subject). */
export interface SignInSettingTable {
  project_id: string;
  subject_id: string;
  value: SignInSetting;
}

import type { Environment, InstallationSettings } from "@twinlatch/installation";

/** What a check found. */
export interface Finding {
  /** `skipped`: there is nothing to check here. */
  readonly outcome: "good" | "wrong" | "skipped";
  /** One sentence; for `wrong` it says what to do. */
  readonly message: string;
}

/** What checks look at. */
export interface Patient {
  readonly env: Environment;
  readonly settings: InstallationSettings;
}

/** One thing that `doctor` looks at. Throws nothing that it can explain. */
export interface Check {
  readonly name: string;
  readonly run: (patient: Patient) => Promise<Finding>;
}

export function good(message: string): Finding {
  return { outcome: "good", message };
}

export function wrong(message: string): Finding {
  return { outcome: "wrong", message };
}

export function skipped(message: string): Finding {
  return { outcome: "skipped", message };
}

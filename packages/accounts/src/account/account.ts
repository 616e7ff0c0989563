import type { Subject } from "@twinlatch/verifier";

/** The project whose subjects are the console's own accounts. */
export const CONSOLE_PROJECT_ID = "prj_console";

/** A person who can sign in to the console. */
export interface Account {
  readonly id: string;
  /** As its owner wrote it. */
  readonly email: string;
  /** What the address is recognised by. */
  readonly emailKey: string;
  readonly passwordHash: string;
  /** The first account of an installation administers it. */
  readonly isInstallationAdmin: boolean;
  readonly createdAtMillis: number;
}

/** The account as the verifier knows it. */
export function subjectOf(accountId: string): Subject {
  return { projectId: CONSOLE_PROJECT_ID, subjectId: accountId };
}

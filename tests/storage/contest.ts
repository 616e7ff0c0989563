import type { AccountsStores } from "@twinlatch/accounts";
import type { Subject } from "@twinlatch/verifier";

/** Something that many try in the same moment and only so many may achieve. */
export interface Contest {
  /** How many try in each process. */
  readonly contestants: number;
  readonly winners: number;
  /** Puts in place what they compete for. */
  prepare(stores: AccountsStores, round: string): Promise<unknown>;
  /** One try, in a transaction of its own; whether it was achieved. */
  attempt(stores: AccountsStores, round: string, contestant: string): Promise<boolean>;
}

/** When every contest takes place. */
export const NOW = 1_800_000_000_000;

/** Whom the rows of a round belong to. */
export function subject(round: string): Subject {
  return { projectId: "prj_race", subjectId: round };
}

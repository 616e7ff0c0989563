import type { GuessingSignal } from "../throttle/password-doubt.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { activeFactors, MAX_CONSECUTIVE_FAILURES, type TotpFactor } from "./totp-factor.ts";

/**
 * From here on a failure is counted before the comparison. Before, it is enough to count what was wrong,
 * and a right code costs nothing: the budgets let twenty guesses an hour through, known browsers and
 * unknown ones together, so that no volley gets from below this to the end of the row.
 */
const COUNT_FIRST_FROM: number = MAX_CONSECUTIVE_FAILURES - 20;

type Stores = Pick<VerifierStores, "totp">;

/** The row of wrong codes of one authenticator, as one guess lengthens it. */
export interface FailureCount {
  /** In the transaction that reserves the attempt. False when the row is at its end. */
  readonly prepare: (stores: Stores) => Promise<boolean>;
  /** The guess was wrong. Brings the signal when that disabled the authenticator. */
  readonly conclude: (stores: Stores) => Promise<GuessingSignal | undefined>;
  /** The guess was none: a fault, a replay, or somebody's slow clock. */
  readonly giveBack: (stores: Stores) => Promise<undefined>;
}

/** Counts one guess at an active authenticator. A right code ends the row by itself. */
export function countFailures(factor: TotpFactor): FailureCount {
  const { projectId, subjectId, id, label } = factor;
  const subject = { projectId, subjectId };
  const isCountedFirst = factor.consecutiveFailures >= COUNT_FIRST_FROM;
  const count = ({ totp }: Stores) => totp.countFailure(subject, id, MAX_CONSECUTIVE_FAILURES);
  return {
    prepare: async (stores) => !isCountedFirst || (await count(stores)),
    async conclude(stores) {
      if (!isCountedFirst) await count(stores);
      if (!(await stores.totp.disableFailed(subject, id, MAX_CONSECUTIVE_FAILURES))) {
        return undefined;
      }
      const [next] = activeFactors(await stores.totp.list(subject));
      if (next !== undefined && factor.isDefault) await stores.totp.makeDefault(subject, next.id);
      return {
        kind: "factor_disabled",
        factorLabel: label,
        failures: MAX_CONSECUTIVE_FAILURES,
      };
    },
    async giveBack(stores) {
      if (isCountedFirst) await stores.totp.releaseFailure(subject, id);
      return undefined;
    },
  };
}

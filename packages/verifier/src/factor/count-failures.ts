import type { Subject } from "../platform/subject.ts";
import type { GuessingSignal } from "../throttle/password-doubt.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { type NamedFactor, passDefaultOn } from "./held-factors.ts";

/** Wrong codes in a row that disable a factor (R-037; NIST SP 800-63B-4 §3.2.2 allows 100). */
const MAX_CONSECUTIVE_FAILURES = 50;

/**
 * From here on a failure is counted before the comparison. Before, it is enough to count what was wrong,
 * and a right code costs nothing: the budgets let twenty guesses an hour through, known browsers and
 * unknown ones together, so that no volley gets from below this to the end of the row.
 */
const COUNT_FIRST_FROM: number = MAX_CONSECUTIVE_FAILURES - 20;

/** A factor whose wrong codes are counted. */
interface CountedFactor extends Subject, NamedFactor {
  /** Wrong codes since the last right one. */
  readonly consecutiveFailures: number;
}

/** What counts the wrong codes of one kind of factor. */
export type FailureStore = Pick<
  VerifierStores["totp"],
  "countFailure" | "disableFailed" | "releaseFailure"
>;

/** The row of wrong codes of one factor, as one guess lengthens it. */
export interface FailureCount {
  /** In the transaction that reserves the attempt. False when the row is at its end. */
  readonly prepare: (stores: VerifierStores) => Promise<boolean>;
  /** The guess was wrong. Brings the signal when that disabled the authenticator. */
  readonly conclude: (stores: VerifierStores) => Promise<GuessingSignal | undefined>;
  /** The guess was none: a fault, a replay, or somebody's slow clock. */
  readonly giveBack: (stores: VerifierStores) => Promise<undefined>;
}

/** Counts one guess at a factor in use. A right code ends the row by itself. */
export function countFailures(
  factor: CountedFactor,
  storeOf: (stores: VerifierStores) => FailureStore,
): FailureCount {
  const { projectId, subjectId, id, label } = factor;
  const subject = { projectId, subjectId };
  const isCountedFirst = factor.consecutiveFailures >= COUNT_FIRST_FROM;
  const count = (stores: VerifierStores) =>
    storeOf(stores).countFailure(subject, id, MAX_CONSECUTIVE_FAILURES);
  return {
    prepare: async (stores) => !isCountedFirst || (await count(stores)),
    async conclude(stores) {
      if (!isCountedFirst) await count(stores);
      // What may disable a factor changes others too: the default, and the trust in devices.
      else if (!(await stores.signInSettings.hold(subject))) return undefined;
      if (!(await storeOf(stores).disableFailed(subject, id, MAX_CONSECUTIVE_FAILURES))) {
        return undefined;
      }
      await passDefaultOn(stores, subject, factor);
      return {
        kind: "factor_disabled",
        factorLabel: label,
        failures: MAX_CONSECUTIVE_FAILURES,
      };
    },
    async giveBack(stores) {
      if (isCountedFirst) await storeOf(stores).releaseFailure(subject, id);
      return undefined;
    },
  };
}

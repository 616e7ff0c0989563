export interface CircuitBreakerOptions {
  /** So many faults in a row open it. */
  readonly faults: number;
  /** How long it stays open before one call probes. */
  readonly openMillis: number;
  /** A clock that only goes forward. */
  readonly steadyMillis: () => number;
  readonly onOpened: () => void;
  readonly onClosed: () => void;
}

/** Says how the call that was admitted went. Called once. */
export type ReportCall = (isGood: boolean) => void;

export interface CircuitBreaker {
  /** Undefined: no call may be made now. */
  admit(): ReportCall | undefined;
}

/**
 * Passes over who fails: opens after some faults in a row, and after a while lets a single call
 * through, whose success closes it again. Nobody waits for that call. See ADR 16.
 */
export function createCircuitBreaker(options: CircuitBreakerOptions): CircuitBreaker {
  const { faults, openMillis, steadyMillis, onOpened, onClosed } = options;
  let faultsInRow = 0;
  let openedAtMillis: number | undefined;
  let isProbed = false;
  const reportCall = (isGood: boolean) => {
    // Of a call from before it opened: what it says is old.
    if (openedAtMillis !== undefined) return;
    faultsInRow = isGood ? 0 : faultsInRow + 1;
    if (faultsInRow < faults) return;
    openedAtMillis = steadyMillis();
    onOpened();
  };
  const reportProbe = (isGood: boolean) => {
    isProbed = false;
    openedAtMillis = isGood ? undefined : steadyMillis();
    if (!isGood) return;
    faultsInRow = 0;
    onClosed();
  };
  return {
    admit() {
      if (openedAtMillis === undefined) return reportCall;
      if (isProbed || steadyMillis() - openedAtMillis < openMillis) return undefined;
      isProbed = true;
      return reportProbe;
    },
  };
}

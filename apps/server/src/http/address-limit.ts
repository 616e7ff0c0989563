/** Counts failures by address block, in windows that begin with a block's first failure. */
export interface AddressLimit {
  /** Seconds until the block may go on; undefined when it may now. */
  secondsToWait(block: string): number | undefined;
  /** Counts one failure. */
  countFailure(block: string): void;
}

export interface AddressLimitOptions {
  /** Monotonic milliseconds. */
  readonly nowMillis: () => number;
  /** Failures a block may have in a window. */
  readonly maxFailures?: number;
  readonly windowMillis?: number;
  /** Blocks remembered; beyond that the oldest windows are forgotten. */
  readonly maxBlocks?: number;
}

interface Window {
  readonly endsMillis: number;
  failures: number;
}

/**
 * Makes a limit of 300 failures a minute (http-api.md "Conventions"). It dampens noise and cost and is
 * never the only defence: budgets of accounts are counted in the database. Memory is bounded.
 */
export function createAddressLimit({
  nowMillis,
  maxFailures = 300,
  windowMillis = 60_000,
  maxBlocks = 20_000,
}: AddressLimitOptions): AddressLimit {
  // A map iterates in the order of insertion, which is the order in which windows end.
  const windows = new Map<string, Window>();
  const liveWindow = (block: string): Window | undefined => {
    const window = windows.get(block);
    if (window === undefined || window.endsMillis > nowMillis()) return window;
    windows.delete(block);
    return undefined;
  };
  return {
    secondsToWait(block) {
      const window = liveWindow(block);
      if (window === undefined || window.failures < maxFailures) return undefined;
      return Math.max(1, Math.ceil((window.endsMillis - nowMillis()) / 1000));
    },
    countFailure(block) {
      const window = liveWindow(block);
      if (window !== undefined) {
        window.failures += 1;
        return;
      }
      const [oldest] = windows.size < maxBlocks ? [] : windows.keys();
      if (oldest !== undefined) windows.delete(oldest);
      windows.set(block, { endsMillis: nowMillis() + windowMillis, failures: 1 });
    },
  };
}

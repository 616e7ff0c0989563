/** Counts what address blocks, sessions or tickets do, in windows that begin with the first of it. */
export interface AddressLimit {
  /** Seconds until the block may go on; undefined when it may now. */
  secondsToWait(block: string): number | undefined;
  /** Counts one more. */
  count(block: string): void;
}

export interface AddressLimitOptions {
  /** Monotonic milliseconds. */
  readonly nowMillis: () => number;
  /** How much of it a block may do in a window. */
  readonly maxCount?: number;
  readonly windowMillis?: number;
  /** Blocks remembered; beyond that the oldest windows are forgotten. */
  readonly maxBlocks?: number;
}

/**
 * What one session, or the ticket of one sign-in, may try to change in an hour: ten times what a person does
 * on a busy day. Each try makes an event, which is kept for a year. Not by account: whoever stole a session
 * must not use up what its owner needs to end it.
 */
export const SESSION_CHANGES = { maxCount: 300, windowMillis: 3_600_000 } as const;

interface Window {
  readonly endsMillis: number;
  counted: number;
}

/**
 * Makes a limit of 300 a minute. It dampens noise and cost and is never the only defence: budgets of
 * accounts are counted in the database. Memory is bounded.
 */
export function createAddressLimit({
  nowMillis,
  maxCount = 300,
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
      if (window === undefined || window.counted < maxCount) return undefined;
      return Math.max(1, Math.ceil((window.endsMillis - nowMillis()) / 1000));
    },
    count(block) {
      const window = liveWindow(block);
      if (window !== undefined) {
        window.counted += 1;
        return;
      }
      const [oldest] = windows.size < maxBlocks ? [] : windows.keys();
      if (oldest !== undefined) windows.delete(oldest);
      windows.set(block, { endsMillis: nowMillis() + windowMillis, counted: 1 });
    },
  };
}

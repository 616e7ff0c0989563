/** A window of time in which texts of one scope are counted. */
export interface VolumeWindow {
  /** `installation`, `address 192.0.2.7`, `prefix +4179123` and the like. */
  readonly scope: string;
  readonly startsAtMillis: number;
  readonly lengthMillis: number;
}

/** What was sent in some time, and how much of it led to a right code. */
export interface Volume {
  readonly sent: number;
  readonly redeemed: number;
}

/** How many texts went where, across all subjects, and the prefixes that get none. */
export interface TextVolumeStore {
  /** Counts one text unless `cap` are counted, by one conditional write. False when they are. */
  add(window: VolumeWindow, cap: number): Promise<boolean>;
  /** Takes one back. Does nothing when there is none. */
  takeBack(window: VolumeWindow): Promise<void>;
  /** Counts one right code. Does nothing in a window that is gone. */
  redeem(window: VolumeWindow): Promise<void>;
  /** The windows of that length that began at `fromMillis` or later, together. */
  measure(scope: string, lengthMillis: number, fromMillis: number): Promise<Volume>;
  /** Suspends a prefix until then. */
  suspendPrefix(prefix: string, by: { nowMillis: number; untilMillis: number }): Promise<void>;
  isPrefixSuspended(prefix: string, nowMillis: number): Promise<boolean>;
  /** Prefixes whose suspension began after `afterMillis`, oldest first. */
  listSuspended(afterMillis: number): Promise<readonly string[]>;
  /** Deletes windows that began before, and suspensions that ended before; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

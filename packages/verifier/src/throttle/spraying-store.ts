/** What is known of guessing across all accounts of the installation. Shared by all its processes. */
export interface SprayingStore {
  /** Accounts whose `failures` newest failures in unknown browsers are all after `sinceMillis`. */
  countSuspects(sinceMillis: number, failures: number): Promise<number>;
  /** Remembers the largest number seen in an hour, by one conditional write; and that there was an alarm. */
  noteHour(hour: SuspectHour): Promise<void>;
  /** The hours that began from `fromMillis` to before `toMillis`, oldest first. */
  listHours(fromMillis: number, toMillis: number): Promise<readonly SuspectHour[]>;
  /**
   * Puts the alarm on until then, or keeps it on for longer, by one conditional write. True when it was
   * off: of many processes that notice the same, one raises it.
   */
  raise(nowMillis: number, untilMillis: number): Promise<boolean>;
  isOn(nowMillis: number): Promise<boolean>;
  /** Deletes hours that began before; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

/** How many accounts were suspect in one hour. */
export interface SuspectHour {
  /** A whole number of hours since 1970. */
  readonly startMillis: number;
  readonly suspects: number;
  /** Hours of an alarm are no measure of what is usual. */
  readonly isAlarmed: boolean;
}

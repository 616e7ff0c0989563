/** One row per hour in which the installation was watched. Keyed by its start. */
export interface SuspectHourTable {
  start_millis: number;
  suspects: number;
  /** 0 or 1. */
  is_alarmed: number;
}

/** One row at most: until when guesses in unknown browsers are fewer. */
export interface SprayingAlarmTable {
  /** Always 1. */
  id: number;
  until_millis: number;
}

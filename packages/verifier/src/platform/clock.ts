/** Where the rules take the time from. UTC, in whole milliseconds since 1970. */
export interface Clock {
  nowMillis(): number;
}

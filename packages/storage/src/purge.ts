/** Rows one purge deletes at most, so that it never holds the database for long; the next goes on. */
export const PURGE_ROWS = 1_000;

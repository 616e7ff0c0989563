/** Rows one purge deletes at most, so that it never holds the database for long; the next goes on. */
export const PURGE_ROWS = 1_000;

// NOTE: where rows can be renewed, a purge asks outside its subselect once more whether they are old:
// PostgreSQL judges a row that it had to wait for by that alone.

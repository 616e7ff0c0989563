/** Request header that names a call, so that repeating it gets the same answer and happens once. */
export const IDEMPOTENCY_HEADER = "Idempotency-Key";

/** What its value has to be: visible ASCII that nobody can guess, such as a UUID, in quotes or not. */
export const IDEMPOTENCY_KEY = "^[!-~]{16,128}$";

/** Response header of an answer that was given before. */
export const REPLAYED_HEADER = "Idempotent-Replayed";

/**
 * Argon2id with a pepper from the key ring, behind a bounded queue. The exact bytes of the password
 * count: no trimming, no normalisation, no truncation.
 *
 * Both calls throw `BusyError` at once when the queue is full, before any work is done.
 */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Compares. With `undefined` it does the same work against a decoy and answers false. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}

/** The list of passwords that everybody guesses first. */
export interface CommonPasswords {
  /** Whether the password is on the list, whatever its case. */
  includes(password: string): boolean;
}

/**
 * bcrypt for recovery codes, behind a bounded queue.
 *
 * Both calls throw `BusyError` at once when the queue is full, before any work is done.
 */
export interface CodeHasher {
  hash(code: string): Promise<string>;
  verify(code: string, hash: string): Promise<boolean>;
  /** A well-formed hash that no code matches: comparing with it costs what a real comparison does. */
  readonly decoyHash: string;
}

/**
 * One transaction, whatever the database.
 *
 * Inside `work` only the given stores may be awaited: hash, encrypt and send before or after.
 */
export interface UnitOfWork<Stores> {
  /**
   * Commits what `work` wrote when it resolves, before this call resolves; rolls all of it back
   * when it throws.
   *
   * @throws StorageUnavailableError when the database cannot be reached or does not commit
   */
  write<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** Reads committed data, each statement on its own. Writing through these stores is a fault. */
  read<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
}

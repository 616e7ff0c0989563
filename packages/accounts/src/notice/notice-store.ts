/** How long a notice is tried to be sent; what is older is of little use. */
export const NOTICE_MILLIS: number = 24 * 60 * 60_000;

/** A notice to one address, waiting to be sent. */
export interface Notice {
  /** Names the message at every try, so that a mailbox can tell a repetition. */
  readonly id: string;
  readonly accountId: string;
  /** Address, subject and text, sealed for the place `notice/{id}` of the account. */
  readonly sealedMessage: Uint8Array;
  /** When it may be tried next. While somebody tries, when others may. */
  readonly dueAtMillis: number;
  /** Tries begun. */
  readonly attempts: number;
  readonly createdAtMillis: number;
  readonly expiresAtMillis: number;
}

/** All notices that wait. One that was sent is deleted. Outlives its account: its end is told too. */
export interface NoticeStore {
  insert(notice: Notice): Promise<void>;
  /** Whether there is anything to send. One indexed read: it happens every second. */
  isAnyDue(nowMillis: number): Promise<boolean>;
  /**
   * Takes up to `limit` due notices that have not expired, the longest due first, by one conditional
   * write that counts a try and makes them due again after `leaseMillis`: until then no other process
   * takes them. Returns them as they are now.
   */
  claim(by: { nowMillis: number; leaseMillis: number; limit: number }): Promise<readonly Notice[]>;
  /** Sets when the next try may come. False when another process has taken the notice meanwhile. */
  postpone(notice: Pick<Notice, "id" | "attempts">, dueAtMillis: number): Promise<boolean>;
  /** False when it was gone. */
  remove(noticeId: string): Promise<boolean>;
  /** Deletes notices that expired before; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

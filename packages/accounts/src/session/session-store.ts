import type { Session } from "./session.ts";

/** A session with what every signed-in request needs of its account. */
export interface SignedIn {
  readonly session: Session;
  readonly account: {
    readonly id: string;
    readonly email: string;
    /** Then nothing but a new password can be set. */
    readonly isPasswordRetired: boolean;
  };
}

/** All open sessions. An ended session is deleted. */
export interface SessionStore {
  insert(session: Session): Promise<void>;
  /** One indexed read: it happens on every request. Limits of time are the caller's to check. */
  findByTokenDigest(tokenDigest: string): Promise<SignedIn | undefined>;
  /** Records a use. */
  touch(sessionId: string, nowMillis: number): Promise<void>;
  /**
   * Replaces the token, by one conditional write, and what else is given. False when the session has
   * ended or its token is not `fromDigest` any more.
   */
  renew(
    sessionId: string,
    change: {
      fromDigest: string;
      toDigest: string;
      amr?: readonly string[] | undefined;
      secondFactorAtMillis?: number | undefined;
      isRecovery?: boolean | undefined;
      nowMillis: number;
    },
  ): Promise<boolean>;
  /** The account's sessions, the last used first, those whose time is over too. */
  list(accountId: string): Promise<readonly Session[]>;
  /** Ends one session. False when it had ended. */
  remove(accountId: string, sessionId: string): Promise<boolean>;
  /** Ends all sessions of the account but the given one, if one is given; returns how many. */
  removeOthers(accountId: string, keepSessionId: string | undefined): Promise<number>;
  /**
   * Ends all sessions of the account but `keep`: those of the address `ip` first, then the oldest. So
   * whoever opens many from one place ends only sessions of that place.
   */
  removeOldest(accountId: string, by: { ip: string; keep: number }): Promise<void>;
  /** Deletes sessions last used before; returns how many. */
  purge(lastUsedBeforeMillis: number): Promise<number>;
}

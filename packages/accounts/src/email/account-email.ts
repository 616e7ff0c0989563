/** Addresses one account can have, those that wait for their code included. */
export const MAX_EMAILS = 5;
/** How long the code mailed to a new address works. */
export const EMAIL_ADDITION_MILLIS: number = 10 * 60_000;
/** Codes that may be tried on one new address. */
export const MAX_EMAIL_ADDITION_ATTEMPTS = 5;

/** A confirmed address of an account. Any of them signs in, and all of them get its notices. */
export interface AccountEmail {
  readonly id: string;
  readonly accountId: string;
  /** As its owner wrote it. */
  readonly email: string;
  /** What the address is recognised by. */
  readonly emailKey: string;
  readonly createdAtMillis: number;
}

/** An address that its account has yet to prove, in the session that named it. */
export interface EmailAddition extends AccountEmail {
  readonly sessionId: string;
  /** Keyed hash of the mailed code; undefined where the address is somebody's and none was mailed. */
  readonly codeHash?: string | undefined;
  readonly attempts: number;
  readonly expiresAtMillis: number;
}

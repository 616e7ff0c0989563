/** How long the mailed code works. */
export const SIGN_UP_MILLIS: number = 10 * 60_000;
/** Codes that may be tried on one sign-up. */
export const MAX_SIGN_UP_ATTEMPTS = 5;

/** Somebody who wants an account and has yet to prove the address. */
export interface SignUp {
  readonly id: string;
  /** Digest of the token that only the browser which began has. */
  readonly tokenDigest: string;
  readonly email: string;
  readonly emailKey: string;
  readonly passwordHash: string;
  /** Keyed hash of the mailed code; undefined where the address has an account and no code was sent. */
  readonly codeHash?: string | undefined;
  readonly attempts: number;
  readonly createdAtMillis: number;
  readonly expiresAtMillis: number;
}

/** All sign-ups that wait for their code. */
export interface SignUpStore {
  insert(signUp: SignUp): Promise<void>;
  find(tokenDigest: string): Promise<SignUp | undefined>;
  /** Counts one attempt, by one conditional write. False when expired, spent or used up. */
  reserveAttempt(
    signUpId: string,
    by: { nowMillis: number; maxAttempts: number },
  ): Promise<boolean>;
  /** Deletes the sign-up. False when it was gone: of two right codes one wins. */
  consume(signUpId: string): Promise<boolean>;
  /** Deletes sign-ups that expired before; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

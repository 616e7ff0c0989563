import type { EmailAddition } from "./account-email.ts";

/** All addresses that wait for their code. */
export interface EmailAdditionStore {
  /** Adds one in place of those that the same session began before. */
  replace(addition: EmailAddition): Promise<void>;
  /** Those of a session, expired ones too. */
  list(accountId: string, sessionId: string): Promise<readonly EmailAddition[]>;
  /**
   * Counts one attempt, by one conditional write, of the session that began. False when unknown,
   * expired, spent or used up.
   */
  reserveAttempt(
    addition: Pick<EmailAddition, "id" | "accountId" | "sessionId">,
    by: { nowMillis: number; maxAttempts: number },
  ): Promise<boolean>;
  /** Deletes one. False when it was gone: of two right codes one wins. */
  consume(accountId: string, additionId: string): Promise<boolean>;
  /** Deletes those that expired before; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

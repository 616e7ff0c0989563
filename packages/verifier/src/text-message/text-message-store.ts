import type { DeliveryReceipt } from "./text-carrier.ts";
import type { TextMessage, TextStatus } from "./text-message.ts";

/** Every decision about a text, and the texts that wait. Outlives its subject. */
export interface TextMessageStore {
  insert(text: TextMessage): Promise<void>;
  find(textId: string): Promise<TextMessage | undefined>;
  /**
   * Takes a waiting text, by one conditional write that blanks it. False when it waits no more or has
   * expired: of two processes one hands it over.
   */
  claim(textId: string, nowMillis: number): Promise<boolean>;
  /** Ends a hand-over. False when it had ended. */
  conclude(
    textId: string,
    ended: {
      status: TextStatus;
      provider?: string | undefined;
      providerMessageId?: string | undefined;
    },
  ): Promise<boolean>;
  /** Notes a right code, by one conditional write. False when one was noted before. */
  redeem(textId: string, nowMillis: number): Promise<boolean>;
  /** Notes what a provider says became of a text it took. False when there is no such text. */
  noteReceipt(receipt: DeliveryReceipt): Promise<boolean>;
  /** Ids of texts that have been waiting since before `beforeMillis` and are not expired, oldest first. */
  listWaiting(by: {
    beforeMillis: number;
    nowMillis: number;
    limit: number;
  }): Promise<readonly string[]>;
  /** Gives up on hand-overs begun before: their process is gone, and they are `uncertain`. Returns how many. */
  giveUp(claimedBeforeMillis: number): Promise<number>;
  /** Ids of texts that wait although their time is over, oldest first. */
  listExpired(by: { nowMillis: number; limit: number }): Promise<readonly string[]>;
  /** Ends a waiting text whose time is over as `failed`, by one conditional write that blanks it. */
  expire(textId: string, nowMillis: number): Promise<boolean>;
  /** Deletes records made before; returns how many. */
  purge(beforeMillis: number): Promise<number>;
}

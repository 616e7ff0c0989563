import type { SecretPlace } from "@twinlatch/verifier";
import { CONSOLE_PROJECT_ID } from "../account/account.ts";

/** How long an answer waits for whoever lost it: as long as a challenge can be answered. */
export const KEPT_ANSWER_MILLIS: number = 10 * 60_000;
/** Calls under one key with another body than the first, after which nobody gets the answer any more. */
export const MAX_OTHER_BODIES = 5;

/** What a call is known by that its sender may repeat. */
export interface RepeatableCall {
  /**
   * Digest of the key the sender chose, of what the sender holds, and of method and address: whoever
   * holds something else names another call.
   */
  readonly id: string;
  /** Keyed hash of the body: it can hold a code or a password. */
  readonly bodyHash: string;
}

/** The answer to a call, kept for its sender alone. */
export interface KeptAnswer extends RepeatableCall {
  /** Undefined where it was taken away, because other bodies were tried under its key. */
  readonly sealedAnswer?: Uint8Array | undefined;
  /** With this session's end nobody gets the answer any more. */
  readonly sessionId?: string | undefined;
  readonly expiresAtMillis: number;
}

/** Where a sealed answer belongs. Its id holds who may have it. */
export function keptAnswerPlace(id: string): SecretPlace {
  return {
    projectId: CONSOLE_PROJECT_ID,
    subjectId: "",
    record: `kept_answer/${id}`,
    field: "answer",
  };
}

import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { KEPT_ANSWER_MILLIS, keptAnswerPlace, type RepeatableCall } from "./kept-answer.ts";

/** Rolls a call back that was made twice at the same time: the other one's answer is kept already. */
export class AnswerKeptError extends Error {
  override readonly name = "AnswerKeptError";

  constructor() {
    super("The same call was answered meanwhile");
  }
}

/**
 * Keeps the answer to a call in the caller's transaction, for ten minutes: it is there if and only if
 * what it tells of happened.
 *
 * @throws AnswerKeptError when an answer to this call is kept already; nothing must happen again
 */
export async function keepAnswer(
  deps: Pick<AccountsDeps, "clock" | "secretBox">,
  stores: Pick<AccountsStores, "keptAnswers">,
  { id, bodyHash }: RepeatableCall,
  { answer, sessionId }: { readonly answer: Uint8Array; readonly sessionId?: string | undefined },
): Promise<void> {
  const nowMillis = deps.clock.nowMillis();
  const sealedAnswer = deps.secretBox.seal(answer, keptAnswerPlace(id));
  const expiresAtMillis = nowMillis + KEPT_ANSWER_MILLIS;
  const kept = { id, bodyHash, sealedAnswer, sessionId, expiresAtMillis };
  if (!(await stores.keptAnswers.insert(kept, nowMillis))) throw new AnswerKeptError();
}

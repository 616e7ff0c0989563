import type { AccountsDeps } from "../accounts-deps.ts";
import { keptAnswerPlace, MAX_OTHER_BODIES, type RepeatableCall } from "./kept-answer.ts";

/** `other_body`: the key was used for a call with another body, or too many were tried under it. */
export type FoundAnswer =
  | {
      readonly outcome: "found";
      readonly answer: Uint8Array;
      readonly sessionId?: string | undefined;
    }
  | { readonly outcome: "other_body" };

type Deps = Pick<AccountsDeps, "clock" | "secretBox" | "unitOfWork">;

/**
 * Finds the answer that is kept for a call; undefined when there is none. A body that is not the first
 * one's gets nothing, and five of them end the matter: a key must not become a place to guess at.
 */
export async function findKeptAnswer(
  deps: Deps,
  { id, bodyHash }: RepeatableCall,
): Promise<FoundAnswer | undefined> {
  const kept = await find(deps, id);
  if (kept === undefined) return undefined;
  const { sealedAnswer, sessionId } = kept;
  if (kept.bodyHash !== bodyHash) {
    await deps.unitOfWork.write((stores) =>
      stores.keptAnswers.countOtherBody(id, MAX_OTHER_BODIES),
    );
    return { outcome: "other_body" };
  }
  if (sealedAnswer === undefined) return { outcome: "other_body" };
  const answer = deps.secretBox.open(sealedAnswer, keptAnswerPlace(id));
  return { outcome: "found", answer, sessionId };
}

/** Whether an answer is kept under an id, whatever the body was. */
export async function isAnswerKept(deps: Omit<Deps, "secretBox">, id: string): Promise<boolean> {
  return (await find(deps, id)) !== undefined;
}

function find({ clock, unitOfWork }: Omit<Deps, "secretBox">, id: string) {
  return unitOfWork.read((stores) => stores.keptAnswers.find(id, clock.nowMillis()));
}

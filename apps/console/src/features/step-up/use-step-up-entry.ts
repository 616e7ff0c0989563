import type { Challenge, ChallengeFactor, ClientProblem } from "@twinlatch/client";
import { useState } from "react";
import { problemText } from "../../messages/problem-text.ts";
import { useSession } from "../../session/session-context.ts";
import { answerChallenge } from "../challenge/answer-challenge.ts";
import { ANSWER_KINDS } from "../challenge/answer-kind.ts";
import { useAnswerEntry } from "../challenge/use-answer-entry.ts";
import { type Approval, toApproval } from "./approval.ts";

interface StepUpEntryOptions {
  readonly challenge: Challenge;
  readonly way: ChallengeFactor;
  readonly hasOtherWay: boolean;
  readonly onSettled: (approval: Approval) => void;
}

/** The answer to a step-up while it is typed, and whether the last one was a code used before. */
export function useStepUpEntry(options: StepUpEntryOptions) {
  const { challenge, way, hasOtherWay, onSettled } = options;
  const { client } = useSession();
  const [lastCode, setLastCode] = useState<ClientProblem["code"]>();
  const { wrong } = ANSWER_KINDS[way.kind];
  const answer = useAnswerEntry(ANSWER_KINDS[way.kind], async (code) => {
    const result = await answerChallenge(client, challenge, way, { code });
    setLastCode(result.ok ? undefined : result.problem.code);
    const approval = toApproval(result);
    if (approval === null && !result.ok) return problemText(result.problem, { wrong, hasOtherWay });
    if (approval !== null) onSettled(approval);
    return null;
  });
  return { answer, isCodeUsed: lastCode === "code_already_used" };
}

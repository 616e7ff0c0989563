import type { Challenge, ChallengeFactor } from "@twinlatch/client";
import { useState } from "react";
import { client } from "../../api/client.ts";
import { problemText } from "../../messages/problem-text.ts";
import { answerChallenge } from "../challenge/answer-challenge.ts";
import { ANSWER_KINDS, withoutSendingItself } from "../challenge/answer-kind.ts";
import { type AnswerEntryState, useAnswerEntry } from "../challenge/use-answer-entry.ts";

export interface SecondStepEntryOptions {
  readonly challenge: Challenge;
  /** The way that is being answered. */
  readonly way: ChallengeFactor;
  readonly onDone: () => void;
  /** The challenge takes no more answers. */
  readonly onClosed: () => void;
}

export interface SecondStepEntry {
  readonly answer: AnswerEntryState;
  /** Whether the device is to be trusted; null where that is not offered. */
  readonly trust: {
    readonly checked: boolean;
    readonly onCheckedChange: (checked: boolean) => void;
  } | null;
}

/** Keeps the answer to a sign-in's second step, and what is chosen beside it, and sends both. */
export function useSecondStepEntry(options: SecondStepEntryOptions): SecondStepEntry {
  const { challenge, way, onDone, onClosed } = options;
  const [trustDevice, setTrustDevice] = useState(false);
  const offersTrust = challenge.canTrustDevice && way.kind !== "recovery_code";
  const usual = ANSWER_KINDS[way.kind];
  const kind = offersTrust ? withoutSendingItself(usual) : usual;
  const answer = useAnswerEntry(kind, async (code) => {
    const result = await answerChallenge(client, challenge, way, { code, trustDevice });
    if (result.ok) onDone();
    else if (CLOSED_CODES.has(result.problem.code)) onClosed();
    else return answerProblemText(result.problem, kind.wrong);
    return null;
  });
  const trust = { checked: trustDevice, onCheckedChange: setTrustDevice };
  return { answer, trust: offersTrust ? trust : null };
}

/** Answers that end the challenge: spent, over, or no longer this browser's. */
const CLOSED_CODES: ReadonlySet<string> = new Set(["challenge_closed", "not_found"]);

function answerProblemText(problem: Parameters<typeof problemText>[0], wrong: string): string {
  // A recovery code that is none is as wrong as one that was used.
  return problem.code === "invalid_request"
    ? wrong
    : problemText(problem, { wrong, hasOtherWay: true });
}

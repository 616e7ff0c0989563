import type { Challenge, ChallengeFactor } from "@twinlatch/client";
import { Button } from "@twinlatch/ui";
import { client } from "../../api/client.ts";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { EntryPage } from "../../page/entry-page.tsx";
import { PRODUCT_NAME } from "../../product.ts";
import { answerChallenge } from "../challenge/answer-challenge.ts";
import { AnswerForm } from "../challenge/answer-form.tsx";
import { ANSWER_KINDS } from "../challenge/answer-kind.ts";
import { hasSeveralApps } from "../challenge/challenge-way.ts";
import { useAnswerEntry } from "../challenge/use-answer-entry.ts";
import { SigningInAs } from "./signing-in-as.tsx";

export interface SecondStepAnswerProps {
  readonly challenge: Challenge;
  /** The way that is being answered. */
  readonly way: ChallengeFactor;
  readonly email: string;
  readonly onDone: () => void;
  /** The challenge takes no more answers. */
  readonly onClosed: () => void;
  readonly onNotMe: () => void;
  readonly onOtherWay: () => void;
}

export function SecondStepAnswer({ challenge, way, ...props }: SecondStepAnswerProps) {
  const kind = ANSWER_KINDS[way.kind];
  const answer = useAnswerEntry(kind, async (code) => {
    const result = await answerChallenge(client, challenge, way, code);
    if (result.ok) props.onDone();
    else if (CLOSED_CODES.has(result.problem.code)) props.onClosed();
    else return answerProblemText(result.problem, kind.wrong);
    return null;
  });
  const isRecovery = way.kind === "recovery_code";
  return (
    <EntryPage
      screen={messages.secondStep.screen}
      title={isRecovery ? messages.secondStep.recoveryTitle : messages.secondStep.title}
      hasError={answer.entry.error !== null}
    >
      <SigningInAs email={props.email} onNotMe={props.onNotMe} />
      {!isRecovery && <p>{instruction(challenge, way)}</p>}
      <AnswerForm
        kind={way.kind}
        answer={answer}
        submitLabel={messages.common.continue}
        actions={
          <Button variant="link" onClick={props.onOtherWay}>
            {messages.common.otherWay}
          </Button>
        }
      />
    </EntryPage>
  );
}

/** Answers that end the challenge: spent, over, or no longer this browser's. */
const CLOSED_CODES: ReadonlySet<string> = new Set(["challenge_closed", "not_found"]);

function answerProblemText(problem: Parameters<typeof problemText>[0], wrong: string): string {
  // A recovery code that is none is as wrong as one that was used.
  return problem.code === "invalid_request"
    ? wrong
    : problemText(problem, { wrong, hasOtherWay: true });
}

function instruction(challenge: Challenge, way: ChallengeFactor): string {
  return hasSeveralApps(challenge)
    ? messages.secondStep.instructionFor(PRODUCT_NAME, way.label)
    : messages.secondStep.instruction(PRODUCT_NAME);
}

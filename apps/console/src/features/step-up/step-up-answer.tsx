import type { Challenge, ChallengeFactor } from "@twinlatch/client";
import { Button, Dialog } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { useSession } from "../../session/session-context.ts";
import { AnswerForm } from "../challenge/answer-form.tsx";
import { hasSeveralApps, otherWays } from "../challenge/challenge-way.ts";
import type { SentText } from "../sms/sent-text.ts";
import { TextHelp } from "../sms/text-help.tsx";
import { TextStatus } from "../sms/text-status.tsx";
import { useChallengeText } from "../sms/use-challenge-text.ts";
import { ActList, OnlyThese } from "./act-list.tsx";
import type { Approval } from "./approval.ts";
import { NextCodeHint } from "./next-code-hint.tsx";
import { NoWayHelp } from "./no-way-help.tsx";
import { OtherWayButtons } from "./other-way-buttons.tsx";
import { useStepUpEntry } from "./use-step-up-entry.ts";

export interface StepUpAnswerProps {
  readonly challenge: Challenge;
  /** The way that is being answered. */
  readonly way: ChallengeFactor;
  readonly onWay: (way: ChallengeFactor) => void;
  /** The last code that was sent for the challenge. */
  readonly lastText: SentText | undefined;
  readonly onText: (text: SentText) => void;
  readonly onSettled: (approval: Approval) => void;
}

/** Takes the proof in one of the ways. */
export function StepUpAnswer(props: StepUpAnswerProps) {
  const { challenge, way, onWay, onSettled } = props;
  const { client, session } = useSession();
  const others = otherWays(challenge, way);
  const hasOtherWay = others.length > 0;
  const { answer, isCodeUsed } = useStepUpEntry({ ...props, hasOtherWay });
  const sending = useChallengeText({
    ...props,
    client,
    answer,
    hasOtherWay,
    onClosed: (problem) => onSettled({ outcome: "refused", problem }),
  });
  const cancel = () => onSettled({ outcome: "cancelled" });
  const [isHelping, setIsHelping] = useState(false);
  const isText = way.kind === "sms";
  if (isHelping) {
    return (
      <Dialog title={messages.stepUp.noWayTitle} onClose={cancel}>
        <NoWayHelp challenge={challenge} onBack={() => setIsHelping(false)} onCancel={cancel} />
      </Dialog>
    );
  }
  return (
    <Dialog title={messages.stepUp.title} onClose={answer.pending ? undefined : cancel}>
      <ActList challenge={challenge} />
      {isText && <TextStatus sending={sending} hint={way.hint ?? ""} />}
      <AnswerForm
        kind={way.kind}
        answer={answer}
        accountEmail={session.account.email}
        submitLabel={messages.common.confirm}
        hint={way.kind === "totp" ? appText(challenge, way) : undefined}
        actions={
          <Button onClick={cancel} pending={answer.pending}>
            {messages.common.cancel}
          </Button>
        }
      >
        {isCodeUsed && way.kind === "totp" && <NextCodeHint />}
      </AnswerForm>
      {isText && <TextHelp way={way} sending={sending} answer={answer} />}
      <OtherWayButtons challenge={challenge} ways={others} onWay={onWay} />
      {way.kind !== "password" && (
        <p>
          <Button variant="link" onClick={() => setIsHelping(true)}>
            {hasOtherWay ? messages.secondStep.cannotUseAny : messages.stepUp.cannotUseIt}
          </Button>
        </p>
      )}
      <OnlyThese challenge={challenge} />
    </Dialog>
  );
}

/** Which app the code comes from, by its name where there are several. */
function appText(challenge: Challenge, way: ChallengeFactor): string {
  return hasSeveralApps(challenge) ? messages.stepUp.from(way.label) : messages.stepUp.fromApp;
}

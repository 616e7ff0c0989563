import type { Challenge } from "@twinlatch/client";
import { Dialog } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { firstWay } from "../challenge/challenge-way.ts";
import { shownText } from "../sms/sent-text.ts";
import type { Approval } from "./approval.ts";
import { NoWayHelp } from "./no-way-help.tsx";
import { StepUpAnswer } from "./step-up-answer.tsx";

export interface StepUpDialogProps {
  readonly challenge: Challenge;
  readonly onSettled: (approval: Approval) => void;
}

/** **Confirm it is you**: names each action in the server's words for its target, and takes one proof for all. */
export function StepUpDialog({ challenge, onSettled }: StepUpDialogProps) {
  const [way, setWay] = useState(() => firstWay(challenge));
  const [lastText, setLastText] = useState(() => shownText(challenge, Date.now()));
  if (way === undefined) {
    const cancel = () => onSettled({ outcome: "cancelled" });
    return (
      <Dialog title={messages.stepUp.title} onClose={cancel}>
        <NoWayHelp challenge={challenge} onCancel={cancel} />
      </Dialog>
    );
  }
  return (
    <StepUpAnswer
      key={way.id}
      challenge={challenge}
      way={way}
      onWay={setWay}
      lastText={lastText}
      onText={setLastText}
      onSettled={onSettled}
    />
  );
}

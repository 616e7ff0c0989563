import type { Challenge, ChallengeFactor, ClientProblem } from "@twinlatch/client";
import { Button, Dialog } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { useSession } from "../../session/session-context.ts";
import { answerChallenge } from "../challenge/answer-challenge.ts";
import { AnswerForm } from "../challenge/answer-form.tsx";
import { ANSWER_KINDS } from "../challenge/answer-kind.ts";
import { firstWay, hasSeveralApps, otherWays, wayLabel } from "../challenge/challenge-way.ts";
import { useAnswerEntry } from "../challenge/use-answer-entry.ts";
import { ActList, OnlyThese } from "./act-list.tsx";
import { type Approval, toApproval } from "./approval.ts";
import { NextCodeHint } from "./next-code-hint.tsx";
import { NoWayHelp } from "./no-way-help.tsx";
import styles from "./step-up.module.css";

export interface StepUpDialogProps {
  readonly challenge: Challenge;
  readonly onSettled: (approval: Approval) => void;
}

/** **Confirm it is you**: names each action in the server's words for its target, and takes one proof for all. */
export function StepUpDialog({ challenge, onSettled }: StepUpDialogProps) {
  const [way, setWay] = useState(() => firstWay(challenge));
  if (way === undefined) {
    const cancel = () => onSettled({ outcome: "cancelled" });
    return (
      <Dialog title={messages.stepUp.title} onClose={cancel}>
        <NoWayHelp onCancel={cancel} />
      </Dialog>
    );
  }
  return (
    <StepUpAnswer
      key={way.id}
      challenge={challenge}
      way={way}
      onWay={setWay}
      onSettled={onSettled}
    />
  );
}

interface StepUpAnswerProps extends StepUpDialogProps {
  readonly way: ChallengeFactor;
  readonly onWay: (way: ChallengeFactor) => void;
}

function StepUpAnswer({ challenge, way, onWay, onSettled }: StepUpAnswerProps) {
  const { client, session } = useSession();
  const [lastCode, setLastCode] = useState<ClientProblem["code"]>();
  const others = otherWays(challenge, way);
  const answer = useAnswerEntry(ANSWER_KINDS[way.kind], async (code) => {
    const result = await answerChallenge(client, challenge, way, code);
    setLastCode(result.ok ? undefined : result.problem.code);
    const approval = toApproval(result);
    if (approval === null && !result.ok) {
      const { wrong } = ANSWER_KINDS[way.kind];
      return problemText(result.problem, { wrong, hasOtherWay: others.length > 0 });
    }
    if (approval !== null) onSettled(approval);
    return null;
  });
  const cancel = () => onSettled({ outcome: "cancelled" });
  const [isHelping, setIsHelping] = useState(false);
  if (isHelping) {
    return (
      <Dialog title={messages.stepUp.noWayTitle} onClose={cancel}>
        <NoWayHelp onBack={() => setIsHelping(false)} onCancel={cancel} />
      </Dialog>
    );
  }
  return (
    <Dialog title={messages.stepUp.title} onClose={answer.pending ? undefined : cancel}>
      <ActList challenge={challenge} />
      <AnswerForm
        kind={way.kind}
        answer={answer}
        accountEmail={session.account.email}
        submitLabel={messages.common.confirm}
        hint={hasSeveralApps(challenge) ? messages.stepUp.from(way.label) : undefined}
        actions={
          <Button onClick={cancel} pending={answer.pending}>
            {messages.common.cancel}
          </Button>
        }
      >
        {lastCode === "code_already_used" && <NextCodeHint />}
      </AnswerForm>
      <OtherWayButtons ways={others} onWay={onWay} />
      {way.kind !== "password" && (
        <p>
          <Button variant="link" onClick={() => setIsHelping(true)}>
            {others.length > 0 ? messages.secondStep.cannotUseAny : messages.stepUp.cannotUseIt}
          </Button>
        </p>
      )}
      <OnlyThese challenge={challenge} />
    </Dialog>
  );
}

function OtherWayButtons(props: {
  readonly ways: readonly ChallengeFactor[];
  readonly onWay: (way: ChallengeFactor) => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  if (props.ways.length === 0) return null;
  if (!isOpen) {
    return (
      <p>
        <Button variant="link" onClick={() => setIsOpen(true)}>
          {messages.common.otherWay}
        </Button>
      </p>
    );
  }
  return (
    <ul className={styles.ways} ref={focusFirstWay}>
      {props.ways.map((way) => (
        <li key={way.id}>
          <Button wide onClick={() => props.onWay(way)}>
            {wayLabel(way)}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** The button that showed the ways is gone, and the focus with it. */
function focusFirstWay(list: HTMLElement | null) {
  list?.querySelector("button")?.focus();
}

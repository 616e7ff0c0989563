import type { Challenge, ChallengeFactor } from "@twinlatch/client";
import { Button } from "@twinlatch/ui";
import { client } from "../../api/client.ts";
import { messages } from "../../messages/messages.ts";
import { EntryPage } from "../../page/entry-page.tsx";
import { PRODUCT_NAME } from "../../product.ts";
import { AnswerForm } from "../challenge/answer-form.tsx";
import { hasSeveralApps } from "../challenge/challenge-way.ts";
import type { SentText } from "../sms/sent-text.ts";
import { TextHelp } from "../sms/text-help.tsx";
import { TextStatus } from "../sms/text-status.tsx";
import { useChallengeText } from "../sms/use-challenge-text.ts";
import { TrustDeviceBox } from "../trusted-devices/trust-device-box.tsx";
import { SigningInAs } from "./signing-in-as.tsx";
import { useSecondStepEntry } from "./use-second-step-entry.ts";

export interface SecondStepAnswerProps {
  readonly challenge: Challenge;
  /** The way that is being answered. */
  readonly way: ChallengeFactor;
  readonly email: string;
  /** The last code that was sent for the challenge. */
  readonly lastText: SentText | undefined;
  readonly onText: (text: SentText) => void;
  readonly onDone: () => void;
  /** The challenge takes no more answers. */
  readonly onClosed: () => void;
  readonly onNotMe: () => void;
  readonly onOtherWay: () => void;
}

export function SecondStepAnswer(props: SecondStepAnswerProps) {
  const { challenge, way, onOtherWay } = props;
  const { answer, trust } = useSecondStepEntry(props);
  const sending = useChallengeText({ ...props, client, answer, hasOtherWay: true });
  return (
    <EntryPage
      screen={messages.secondStep.screen}
      title={TITLES[way.kind]}
      hasError={answer.entry.error !== null || sending.error !== null}
    >
      <SigningInAs email={props.email} onNotMe={props.onNotMe} />
      {way.kind === "totp" && <p>{instruction(challenge, way)}</p>}
      {way.kind === "sms" && <TextStatus sending={sending} hint={way.hint ?? ""} />}
      <AnswerForm
        kind={way.kind}
        answer={answer}
        submitLabel={messages.common.continue}
        actions={
          <Button variant="link" onClick={onOtherWay}>
            {messages.common.otherWay}
          </Button>
        }
      >
        {trust && <TrustDeviceBox {...trust} />}
      </AnswerForm>
      {way.kind === "sms" && (
        <TextHelp way={way} sending={sending} answer={answer} onOtherWay={onOtherWay} />
      )}
    </EntryPage>
  );
}

const TITLES: Readonly<Record<ChallengeFactor["kind"], string>> = {
  totp: messages.secondStep.title,
  sms: messages.sms.checkTitle,
  recovery_code: messages.secondStep.recoveryTitle,
  password: messages.secondStep.title,
};

function instruction(challenge: Challenge, way: ChallengeFactor): string {
  return hasSeveralApps(challenge)
    ? messages.secondStep.instructionFor(PRODUCT_NAME, way.label)
    : messages.secondStep.instruction(PRODUCT_NAME);
}

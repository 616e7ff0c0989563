import type { ChallengeFactor } from "@twinlatch/client";
import { Button, Disclosure } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import type { AnswerEntryState } from "../challenge/use-answer-entry.ts";
import { HoldUps } from "./hold-ups.tsx";
import { CallInstead, SendAgain } from "./send-again.tsx";
import styles from "./sms.module.css";
import type { TextSending } from "./use-text-sending.ts";

export interface TextHelpProps {
  readonly way: ChallengeFactor;
  readonly sending: TextSending;
  readonly answer: AnswerEntryState;
  /** Where there is another way than this phone. */
  readonly onOtherWay?: (() => void) | undefined;
}

/** Another code for a challenge, and what helps when none comes. */
export function TextHelp({ way, sending, answer, onOtherWay }: TextHelpProps) {
  const again = { sending, onSend: answer.clear };
  return (
    <div className={styles.group}>
      <div>
        <SendAgain {...again} />
      </div>
      <Disclosure label={messages.sms.notReceived}>
        <HoldUps />
        {way.channels?.includes("voice") && <CallInstead {...again} />}
        {onOtherWay && (
          <p>
            {messages.sms.noSignal}{" "}
            <Button variant="link" onClick={onOtherWay}>
              {messages.common.otherWay}
            </Button>
          </p>
        )}
      </Disclosure>
    </div>
  );
}

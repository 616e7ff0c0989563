import { useQueryClient } from "@tanstack/react-query";
import type { ClientProblem, TextChannel } from "@twinlatch/client";
import { Actions, Banner, Button, Dialog, Disclosure } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { useSession } from "../../session/session-context.ts";
import { AnswerForm } from "../challenge/answer-form.tsx";
import { ANSWER_KINDS } from "../challenge/answer-kind.ts";
import { useAnswerEntry } from "../challenge/use-answer-entry.ts";
import { HoldUps } from "./hold-ups.tsx";
import { NumberText } from "./number-text.tsx";
import type { PhoneSetUp } from "./phone-set-up.ts";
import { CallInstead, SendAgain } from "./send-again.tsx";
import { TextStatus } from "./text-status.tsx";
import { useTextSending } from "./use-text-sending.ts";
import { useWebOtp } from "./use-web-otp.ts";

export interface PhoneCodeProps {
  readonly setUp: PhoneSetUp;
  /** How codes get to phones here. */
  readonly channels: readonly TextChannel[];
  readonly onChangeNumber: () => void;
  readonly onConfirmed: (recoveryCodes: readonly string[] | undefined) => void;
  readonly onCancel: () => void;
}

/** The code that was sent proves that the phone is at hand. */
export function PhoneCode(props: PhoneCodeProps) {
  const { setUp, channels, onChangeNumber, onCancel } = props;
  const { factor, number } = setUp;
  const { hint = "" } = factor;
  const [isOver, setIsOver] = useState(false);
  const end = () => setIsOver(true);
  const answer = useConfirmation(props, end);
  const sending = useEnrolmentSending(setUp, end);
  useWebOtp({ isOpen: sending.isSent && !answer.pending, round: sending.count }, answer.type);
  const again = { sending, onSend: answer.clear };
  return (
    <Dialog title={messages.sms.verifyTitle} onClose={answer.pending ? undefined : onCancel}>
      <div>
        <TextStatus
          sending={sending}
          hint={hint}
          sent={
            <>
              {factor.channel === "voice" ? messages.sms.callingAt : messages.sms.sentTo}{" "}
              {number ? <NumberText number={number} /> : messages.sms.sentToEnding(hint)}
            </>
          }
        />
        <Button variant="link" onClick={onChangeNumber}>
          {messages.sms.changeNumber}
        </Button>
      </div>
      <AnswerForm
        kind="sms"
        answer={answer}
        submitLabel={messages.sms.verify}
        actions={
          <Button onClick={onCancel} pending={answer.pending}>
            {messages.common.cancel}
          </Button>
        }
      />
      {isOver ? (
        <Banner tone="neutral">
          <Button onClick={onChangeNumber}>{messages.common.startAgain}</Button>
        </Banner>
      ) : (
        <Disclosure label={messages.sms.notReceived}>
          <Actions>
            <SendAgain {...again} />
            {channels.includes("voice") && <CallInstead {...again} />}
          </Actions>
          <HoldUps />
        </Disclosure>
      )}
    </Dialog>
  );
}

/** Refusals after which the enrolment is over. */
const OVER_CODES: ReadonlySet<string> = new Set(["challenge_closed", "not_found"]);

function useConfirmation({ setUp, onConfirmed }: PhoneCodeProps, onOver: () => void) {
  const { client } = useSession();
  const queryClient = useQueryClient();
  const { wrong } = ANSWER_KINDS.sms;
  return useAnswerEntry(ANSWER_KINDS.sms, async (code) => {
    const params = { id: setUp.factor.id };
    const result = await client.call("confirmFactor", { params, body: { code } });
    if (result.ok) {
      onConfirmed(result.answer.recoveryCodes);
      await queryClient.invalidateQueries();
      return null;
    }
    if (!OVER_CODES.has(result.problem.code)) return problemText(result.problem, { wrong });
    onOver();
    return messages.sms.over;
  });
}

function useEnrolmentSending(setUp: PhoneSetUp, onOver: () => void) {
  const { client } = useSession();
  const { factor, isDelivered, waitUntilMillis } = setUp;
  return useTextSending({
    send: (channel) =>
      client.call("sendEnrolmentCode", {
        params: { id: factor.id },
        body: channel ? { channel } : {},
      }),
    sentWaitUntilMillis: isDelivered ? waitUntilMillis : undefined,
    usualChannel: "sms",
    sentError: isDelivered ? null : messages.problem.textNotSent,
    onRefused(problem: ClientProblem) {
      if (OVER_CODES.has(problem.code)) onOver();
      return false;
    },
    context: { closed: messages.sms.over },
  });
}

import { useQueryClient } from "@tanstack/react-query";
import { Banner, Button, Checkbox, Dialog } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { useSession } from "../../session/session-context.ts";
import { AnswerForm } from "../challenge/answer-form.tsx";
import { ANSWER_KINDS } from "../challenge/answer-kind.ts";
import { useAnswerEntry } from "../challenge/use-answer-entry.ts";
import { useEnrolment } from "./enrolment.ts";

/** Wrong codes after which the phone's clock is the likely reason. */
const CLOCK_HINT_AFTER = 2;

export interface EnrolCodeProps {
  readonly factorId: string;
  readonly eyebrow: string;
  /** What the app is to be called; undefined keeps the name it has. */
  readonly label: string | undefined;
  /** Back to the QR code; undefined after a reload, when it cannot be shown again. */
  readonly onBack: (() => void) | undefined;
  readonly onConfirmed: (recoveryCodes: readonly string[] | undefined) => void;
  readonly onCancel: () => void;
}

/** Step 2: a code from the app proves that it has the key. */
export function EnrolCode(props: EnrolCodeProps) {
  const { eyebrow, onBack, onCancel } = props;
  const [endOtherSessions, setEndOtherSessions] = useState(false);
  const { answer, wrongCodes, isOver } = useConfirmation(props, endOtherSessions);
  const hasQrCode = onBack !== undefined && !isOver;
  return (
    <Dialog
      title={messages.totp.codeTitle}
      eyebrow={eyebrow}
      onClose={answer.pending ? undefined : onCancel}
    >
      <p>{onBack ? messages.totp.codeText : messages.totp.resumedText}</p>
      {/* Above the field, which sends by itself on the last digit. */}
      <Checkbox
        label={messages.totp.endOtherSessions}
        checked={endOtherSessions}
        onCheckedChange={setEndOtherSessions}
      />
      <AnswerForm
        kind="totp"
        answer={answer}
        submitLabel={messages.totp.verify}
        actions={
          <Button onClick={hasQrCode ? onBack : onCancel} pending={answer.pending}>
            {hasQrCode ? messages.common.back : messages.common.cancel}
          </Button>
        }
      >
        {wrongCodes >= CLOCK_HINT_AFTER && <Banner tone="warning">{messages.code.clock}</Banner>}
      </AnswerForm>
      {!hasQrCode && <StartAgain />}
    </Dialog>
  );
}

/** Sends the code, and keeps what its answers mean for the dialog. */
function useConfirmation(props: EnrolCodeProps, endOtherSessions: boolean) {
  const { factorId, label, onConfirmed } = props;
  const { client } = useSession();
  const queryClient = useQueryClient();
  const [wrongCodes, setWrongCodes] = useState(0);
  const [isOver, setIsOver] = useState(false);
  const answer = useAnswerEntry(ANSWER_KINDS.totp, async (code) => {
    const result = await client.call("confirmFactor", {
      params: { id: factorId },
      body: { code, label, endOtherSessions },
    });
    if (result.ok) {
      onConfirmed(result.answer.recoveryCodes);
      await queryClient.invalidateQueries();
      return null;
    }
    const { problem } = result;
    if (problem.code === "challenge_closed" || problem.code === "not_found") {
      setIsOver(true);
      return messages.totp.over;
    }
    if (problem.code === "invalid_code") setWrongCodes((count) => count + 1);
    return problemText(problem);
  });
  return { answer, wrongCodes, isOver };
}

function StartAgain() {
  const { begin, pending, error } = useEnrolment();
  return (
    <Banner tone="neutral">
      <p>{messages.totp.startAgainText}</p>
      {error && <p role="alert">{error}</p>}
      <Button pending={pending} onClick={begin}>
        {messages.common.startAgain}
      </Button>
    </Banner>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import type { EmailView } from "@twinlatch/client";
import { Button, Dialog, useToast } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { useSession } from "../../session/session-context.ts";
import { AnswerForm } from "../challenge/answer-form.tsx";
import { ANSWER_KINDS } from "../challenge/answer-kind.ts";
import { useAnswerEntry } from "../challenge/use-answer-entry.ts";

export interface ConfirmEmailDialogProps {
  readonly email: EmailView;
  readonly onClose: () => void;
}

/** Takes the code that was mailed to a new address. */
export function ConfirmEmailDialog({ email, onClose }: ConfirmEmailDialogProps) {
  const { client } = useSession();
  const queryClient = useQueryClient();
  const showToast = useToast();
  const texts = messages.profile;
  const answer = useAnswerEntry(ANSWER_KINDS.totp, async (code) => {
    const result = await client.call("confirmEmail", { params: { id: email.id }, body: { code } });
    if (!result.ok) {
      return problemText(result.problem, { wrong: texts.codeWrong, closed: texts.codeEnded });
    }
    await queryClient.invalidateQueries();
    showToast(texts.addedToast(email.email));
    onClose();
    return null;
  });
  return (
    <Dialog title={texts.codeTitle} onClose={answer.pending ? undefined : onClose}>
      <p>{texts.codeText(email.email)}</p>
      <AnswerForm
        kind="totp"
        answer={answer}
        submitLabel={messages.common.confirm}
        actions={
          <Button pending={answer.pending} onClick={onClose}>
            {messages.common.cancel}
          </Button>
        }
      />
    </Dialog>
  );
}

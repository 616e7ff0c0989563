import { Banner, VisuallyHidden } from "@twinlatch/ui";
import type { ReactNode } from "react";
import { messages } from "../../messages/messages.ts";
import type { TextSending } from "./use-text-sending.ts";

export interface TextStatusProps {
  readonly sending: TextSending;
  /** The last digits of the number. */
  readonly hint: string;
  /** That a code was sent; default: the words for a number of which only the last digits are known. */
  readonly sent?: ReactNode;
}

/** What became of the code, said aloud once, with how long another one has to wait (C14). */
export function TextStatus(props: TextStatusProps) {
  const { sending } = props;
  const { announcedSeconds, error, pending } = sending;
  return (
    <>
      <p role="status">
        {statusText(props)}
        {!pending && announcedSeconds > 0 && (
          <VisuallyHidden>
            {" "}
            {messages.sms.sendAgainIn(messages.time.wait(announcedSeconds))}
          </VisuallyHidden>
        )}
      </p>
      {error && (
        <Banner tone="danger" alert>
          {error}
        </Banner>
      )}
    </>
  );
}

function statusText({ sending, hint, sent }: TextStatusProps): ReactNode {
  const { pending, isSent, channel, count, error } = sending;
  if (pending || (!isSent && error === null)) return messages.sms.sending(hint);
  if (!isSent) return messages.sms.notSent(hint);
  if (channel === "voice") return messages.sms.called(hint);
  const isNew = count > 1 || (count === 1 && sent !== undefined);
  return isNew ? messages.sms.sentAgain(hint) : (sent ?? messages.sms.sent(hint));
}

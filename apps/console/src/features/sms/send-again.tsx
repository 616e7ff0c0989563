import type { TextChannel } from "@twinlatch/client";
import { messages } from "../../messages/messages.ts";
import type { TextSending } from "./use-text-sending.ts";
import { WaitButton } from "./wait-button.tsx";

interface SendAgainProps {
  readonly sending: TextSending;
  /** Done as well when it is pressed. */
  readonly onSend: () => void;
}

/** Sends another code to the same phone. */
export function SendAgain(props: SendAgainProps) {
  return <SendButton {...props} {...SENDINGS.sms} channel={undefined} />;
}

/** Has the code read out in a call instead. */
export function CallInstead(props: SendAgainProps) {
  return <SendButton {...props} {...SENDINGS.voice} channel="voice" />;
}

const SENDINGS = {
  sms: { label: messages.sms.sendAgain, waitLabel: messages.sms.sendAgainIn },
  voice: { label: messages.sms.call, waitLabel: messages.sms.callIn },
} as const;

interface SendButtonProps extends SendAgainProps {
  readonly channel: TextChannel | undefined;
  readonly label: string;
  readonly waitLabel: (wait: string) => string;
}

function SendButton({ sending, onSend, channel, label, waitLabel }: SendButtonProps) {
  return (
    <WaitButton
      label={label}
      waitLabel={waitLabel}
      waitUntilMillis={sending.waitUntilMillis}
      pending={sending.pending}
      onPress={() => {
        onSend();
        sending.send(channel);
      }}
    />
  );
}

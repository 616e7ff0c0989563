import { Actions, Button, DIALOG_FOCUS, Dialog } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";

export interface ChooseSettingProps {
  /** To the sign-in settings. */
  readonly onChoose: () => void;
  readonly onLater: () => void;
}

/** After a phone was verified while two-factor authentication is off: it stays off until its owner chooses. */
export function ChooseSetting({ onChoose, onLater }: ChooseSettingProps) {
  return (
    <Dialog title={messages.sms.chooseTitle} onClose={onLater}>
      <p>{messages.sms.chooseText}</p>
      <Actions>
        <Button variant="primary" onClick={onChoose} {...{ [DIALOG_FOCUS]: true }}>
          {messages.sms.chooseSettings}
        </Button>
        <Button onClick={onLater}>{messages.sms.chooseLater}</Button>
      </Actions>
    </Dialog>
  );
}

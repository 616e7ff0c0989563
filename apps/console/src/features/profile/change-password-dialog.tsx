import {
  Actions,
  Banner,
  Button,
  Checkbox,
  DIALOG_FOCUS,
  Dialog,
  Form,
  PasswordField,
} from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { useSession } from "../../session/session-context.ts";
// At once: new codes that could not be shown would be lost, and the old ones are void by then.
import { RecoveryCodesDialog } from "../recovery-codes/recovery-codes-dialog.tsx";
import { useNewPassword } from "./use-new-password.ts";

export interface ChangePasswordDialogProps {
  /** Whether new recovery codes can be made with it, confirmed by the same code. Default false. */
  readonly offersNewCodes?: boolean;
  readonly onClose: () => void;
}

/** Takes a new password. What the server finds wrong with it is said at its field. */
export function ChangePasswordDialog({
  offersNewCodes = false,
  onClose,
}: ChangePasswordDialogProps) {
  const { session } = useSession();
  const [newPassword, setNewPassword] = useState("");
  const [withCodes, setWithCodes] = useState(offersNewCodes);
  const { send, pending, wrong, error, failures, codes, onCodesSaved } = useNewPassword(onClose);
  if (codes) {
    return <RecoveryCodesDialog codes={codes} onDone={onCodesSaved} />;
  }
  return (
    <Dialog title={messages.profile.changePasswordTitle} onClose={pending ? undefined : onClose}>
      <p>{messages.profile.passwordText}</p>
      <Form onSubmit={() => send(newPassword, withCodes)} pending={pending} failures={failures}>
        {/* Tells password managers whose password it is. */}
        <input hidden readOnly autoComplete="username" value={session.account.email} />
        <PasswordField
          label={messages.profile.newPassword}
          hint={messages.password.advice}
          showLabel={messages.common.show}
          name="new-password"
          autoComplete="new-password"
          value={newPassword}
          error={wrong}
          onChange={(event) => setNewPassword(event.target.value)}
          {...{ [DIALOG_FOCUS]: true }}
        />
        {offersNewCodes && (
          <Checkbox
            label={messages.profile.newCodesToo}
            hint={messages.profile.newCodesTooHint}
            checked={withCodes}
            onCheckedChange={setWithCodes}
          />
        )}
        {error && (
          <Banner tone="danger" alert>
            {error}
          </Banner>
        )}
        <Actions>
          <Button type="submit" variant="primary" pending={pending}>
            {messages.profile.changePassword}
          </Button>
          <Button pending={pending} onClick={onClose}>
            {messages.common.cancel}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}

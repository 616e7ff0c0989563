import type { EmailView } from "@twinlatch/client";
import { useToast } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";
import { ConfirmDialog } from "../security/confirm-dialog.tsx";

export interface RemoveEmailDialogProps {
  readonly email: EmailView;
  readonly onClose: () => void;
}

export function RemoveEmailDialog({ email, onClose }: RemoveEmailDialogProps) {
  const { change, pending, error } = useChange();
  const showToast = useToast();
  function remove() {
    change("removeEmail", { params: { id: email.id } }, () => {
      showToast(messages.profile.removedToast(email.email));
      onClose();
    });
  }
  return (
    <ConfirmDialog
      title={messages.profile.removeTitle(email.email)}
      confirmLabel={messages.profile.remove}
      pending={pending}
      error={error}
      onConfirm={remove}
      onClose={onClose}
    >
      {messages.profile.removeText}
    </ConfirmDialog>
  );
}

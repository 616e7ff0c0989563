import { useToast } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";

export function DisableDialog({ onClose }: { readonly onClose: () => void }) {
  const { change, pending, error } = useChange();
  const showToast = useToast();
  function disable() {
    change("setSignInSetting", { body: { value: "off" } }, () => {
      showToast(messages.security.disabledToast);
      onClose();
    });
  }
  return (
    <ConfirmDialog
      title={messages.security.disableTitle}
      confirmLabel={messages.security.disable}
      pending={pending}
      error={error}
      onConfirm={disable}
      onClose={onClose}
    >
      {messages.security.disableText}
    </ConfirmDialog>
  );
}

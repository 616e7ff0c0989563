import type { FactorView } from "@twinlatch/client";
import { useToast } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";
import { ConfirmDialog } from "../security/confirm-dialog.tsx";

export interface ReplaceDialogProps {
  readonly factor: FactorView;
  readonly onClose: () => void;
}

/** Asks to replace an app that is gone, after saying what that takes: a day, and this browser. */
export function ReplaceDialog({ factor, onClose }: ReplaceDialogProps) {
  const { change, pending, error } = useChange();
  const showToast = useToast();
  function request() {
    change("requestReplacement", { body: { factorId: factor.id } }, ({ replacement }) => {
      showToast(messages.replacement.requestedToast(replacement.readyAt));
      onClose();
    });
  }
  return (
    <ConfirmDialog
      title={messages.replacement.title(factor.label)}
      confirmLabel={messages.replacement.request}
      pending={pending}
      error={error}
      onConfirm={request}
      onClose={onClose}
    >
      {messages.replacement.text}
    </ConfirmDialog>
  );
}

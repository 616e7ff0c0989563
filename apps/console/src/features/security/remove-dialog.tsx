import type { FactorView } from "@twinlatch/client";
import { useToast } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";

export interface RemoveDialogProps {
  readonly factor: FactorView;
  /** Whether it is the only way to get a code. */
  readonly isLast: boolean;
  readonly onClose: () => void;
}

const TEXTS: Readonly<Record<FactorView["kind"], string>> = {
  totp: messages.security.removeText,
  sms: messages.sms.removeText,
};

export function RemoveDialog({ factor, isLast, onClose }: RemoveDialogProps) {
  const { change, pending, error } = useChange();
  const showToast = useToast();
  function remove() {
    change("removeFactor", { params: { id: factor.id } }, () => {
      showToast(messages.security.removedToast(factor.label));
      onClose();
    });
  }
  return (
    <ConfirmDialog
      title={messages.security.removeTitle(factor.label)}
      confirmLabel={messages.security.remove}
      pending={pending}
      error={error}
      onConfirm={remove}
      onClose={onClose}
    >
      {isLast ? messages.security.removeLastText : TEXTS[factor.kind]}
    </ConfirmDialog>
  );
}

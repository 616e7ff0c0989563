import { useToast } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";
import { ConfirmDialog } from "../security/confirm-dialog.tsx";
import { RecoveryCodesDialog } from "./recovery-codes-dialog.tsx";

/** Replaces the set: asks first, since the old codes die, then shows the new ones. */
export function NewRecoveryCodes({ onClose }: { readonly onClose: () => void }) {
  const [codes, setCodes] = useState<readonly string[]>();
  const { change, pending, error } = useChange();
  const showToast = useToast();
  if (codes) {
    return (
      <RecoveryCodesDialog
        codes={codes}
        onDone={() => {
          showToast(messages.recoveryCodes.savedToast);
          onClose();
        }}
      />
    );
  }
  return (
    <ConfirmDialog
      title={messages.recoveryCodes.newTitle}
      confirmLabel={messages.recoveryCodes.makeNew}
      pending={pending}
      error={error}
      onConfirm={() =>
        change("regenerateRecoveryCodes", {}, ({ recoveryCodes }) => setCodes(recoveryCodes))
      }
      onClose={onClose}
    >
      {messages.recoveryCodes.newText}
    </ConfirmDialog>
  );
}

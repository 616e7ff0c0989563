import type { FactorView, SecurityView } from "@twinlatch/client";
import { useToast } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";
import { useSession } from "../../session/session-context.ts";
import { useChange } from "../../session/use-change.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { activeFactors } from "./security-state.ts";

export interface SuspendDialogProps {
  readonly factor: FactorView;
  readonly security: SecurityView;
  readonly onClose: () => void;
}

/** Takes an authenticator app or a phone out of use, after saying what will be left to sign in with. */
export function SuspendDialog({ factor, security, onClose }: SuspendDialogProps) {
  const { session } = useSession();
  const { change, pending, error } = useChange();
  const showToast = useToast();
  const isLast = activeFactors(security).length === 1;
  function suspend() {
    change("suspendFactor", { params: { id: factor.id } }, () => {
      showToast(messages.security.suspendedToast(factor.label));
      onClose();
    });
  }
  return (
    <ConfirmDialog
      title={messages.security.suspendTitle(factor.label)}
      confirmLabel={messages.security.suspend}
      pending={pending}
      error={error}
      onConfirm={suspend}
      onClose={onClose}
    >
      {isLast
        ? messages.security.suspendLastText(
            security.recoveryCodes?.remaining ?? 0,
            session.recovery,
          )
        : messages.security.suspendText}
    </ConfirmDialog>
  );
}

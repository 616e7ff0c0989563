import { Actions, Banner, Button, Dialog } from "@twinlatch/ui";
import { messages } from "../../messages/messages.ts";

export interface ConfirmDialogProps {
  readonly title: string;
  readonly children: string;
  /** Text of the button that does it. */
  readonly confirmLabel: string;
  readonly pending: boolean;
  readonly error: string | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Says what an act takes away before it is done. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirmLabel, pending, error, onConfirm, onClose } = props;
  return (
    <Dialog title={title} onClose={pending ? undefined : onClose}>
      <p>{children}</p>
      {error && (
        <Banner tone="danger" alert>
          {error}
        </Banner>
      )}
      <Actions>
        <Button variant="danger" pending={pending} onClick={onConfirm}>
          {confirmLabel}
        </Button>
        <Button pending={pending} onClick={onClose}>
          {messages.common.cancel}
        </Button>
      </Actions>
    </Dialog>
  );
}

import type { FactorView } from "@twinlatch/client";
import {
  Actions,
  Banner,
  Button,
  DIALOG_FOCUS,
  Dialog,
  Form,
  TextField,
  useToast,
} from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";
import { labelError } from "../totp/factor-label.ts";

export interface RenameDialogProps {
  readonly factor: FactorView;
  readonly onClose: () => void;
}

export function RenameDialog({ factor, onClose }: RenameDialogProps) {
  const [label, setLabel] = useState(factor.label);
  const [failures, setFailures] = useState(0);
  const { change, pending, error } = useChange();
  const showToast = useToast();
  const wrong = labelError(label);

  function save() {
    if (wrong !== null) return setFailures(failures + 1);
    const body = { label: label.trim() };
    change("changeFactor", { params: { id: factor.id }, body }, () => {
      showToast(messages.security.renamedToast);
      onClose();
    });
  }
  return (
    <Dialog
      title={messages.security.renameTitle(factor.label)}
      onClose={pending ? undefined : onClose}
    >
      <Form onSubmit={save} pending={pending} failures={failures}>
        <TextField
          label={messages.security.nameLabel}
          value={label}
          error={failures > 0 ? wrong : null}
          autoComplete="off"
          onChange={(event) => setLabel(event.target.value)}
          {...{ [DIALOG_FOCUS]: true }}
        />
        {error && (
          <Banner tone="danger" alert>
            {error}
          </Banner>
        )}
        <Actions>
          <Button type="submit" variant="primary" pending={pending}>
            {messages.common.save}
          </Button>
          <Button pending={pending} onClick={onClose}>
            {messages.common.cancel}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}

import type { EmailView } from "@twinlatch/client";
import { Actions, Banner, Button, DIALOG_FOCUS, Dialog, Form, TextField } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { useChange } from "../../session/use-change.ts";
import { emailError } from "../credentials/credentials-entry.ts";

export interface AddEmailDialogProps {
  /** A code is on its way to the address. */
  readonly onBegun: (email: EmailView) => void;
  readonly onClose: () => void;
}

export function AddEmailDialog({ onBegun, onClose }: AddEmailDialogProps) {
  const [email, setEmail] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const [failures, setFailures] = useState(0);
  const { change, pending, error } = useChange();

  function send() {
    const found = emailError(email);
    setWrong(found);
    if (found !== null) return setFailures(failures + 1);
    change("addEmail", { body: { email: email.trim() } }, (answer) => onBegun(answer.email));
  }
  return (
    <Dialog title={messages.profile.addEmailTitle} onClose={pending ? undefined : onClose}>
      <p>{messages.profile.addEmailText}</p>
      <Form onSubmit={send} pending={pending} failures={failures}>
        <TextField
          label={messages.email.label}
          type="email"
          name="email"
          autoComplete="email"
          value={email}
          error={wrong}
          onChange={(event) => setEmail(event.target.value)}
          {...{ [DIALOG_FOCUS]: true }}
        />
        {error && (
          <Banner tone="danger" alert>
            {error}
          </Banner>
        )}
        <Actions>
          <Button type="submit" variant="primary" pending={pending}>
            {messages.profile.sendCode}
          </Button>
          <Button pending={pending} onClick={onClose}>
            {messages.common.cancel}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}

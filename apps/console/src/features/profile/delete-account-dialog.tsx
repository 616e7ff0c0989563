import { Actions, Banner, Button, DIALOG_FOCUS, Dialog, Form, TextField } from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { usePending } from "../../page/use-pending.ts";
import { useSession } from "../../session/session-context.ts";
import { useProtectedCall } from "../step-up/step-up-provider.tsx";

/** Asks for the account's own address to be typed, so that nobody deletes by a slip of the hand. */
export function DeleteAccountDialog({ onClose }: { readonly onClose: () => void }) {
  const { session, leave } = useSession();
  const callProtected = useProtectedCall();
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [failures, setFailures] = useState(0);
  const [pending, run] = usePending();
  const { email } = session.account;
  const isTyped = typed.trim().toLowerCase() === email.toLowerCase();

  function remove() {
    setError(null);
    if (!isTyped) return setFailures(failures + 1);
    run(async () => {
      const result = await callProtected("deleteAccount", {});
      // Nothing is loaded again: there is nothing left.
      if (result.ok) leave("accountDeleted");
      else if (result.problem.code !== "cancelled") setError(problemText(result.problem));
    });
  }
  return (
    <Dialog title={messages.profile.deleteConfirmTitle} onClose={pending ? undefined : onClose}>
      <p>{messages.profile.deleteConfirmText}</p>
      <Form onSubmit={remove} pending={pending} failures={failures}>
        <TextField
          label={messages.profile.deleteType(email)}
          value={typed}
          error={failures > 0 && !isTyped ? messages.profile.deleteMismatch(email) : null}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
          {...{ [DIALOG_FOCUS]: true }}
        />
        {error && (
          <Banner tone="danger" alert>
            {error}
          </Banner>
        )}
        <Actions>
          <Button type="submit" variant="danger" pending={pending}>
            {messages.profile.deleteForGood}
          </Button>
          <Button pending={pending} onClick={onClose}>
            {messages.common.cancel}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import {
  Actions,
  Banner,
  Button,
  DIALOG_FOCUS,
  Dialog,
  Form,
  PasswordField,
  useToast,
} from "@twinlatch/ui";
import { useState } from "react";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { usePending } from "../../page/use-pending.ts";
import { useSession } from "../../session/session-context.ts";
import { newPasswordError } from "../credentials/credentials-entry.ts";
import { useProtectedCall } from "../step-up/step-up-provider.tsx";

/** Takes a new password. What the server finds wrong with it is said at its field. */
export function ChangePasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const { session } = useSession();
  const [newPassword, setNewPassword] = useState("");
  const { send, pending, wrong, error, failures } = useNewPassword(onClose);
  return (
    <Dialog title={messages.profile.changePasswordTitle} onClose={pending ? undefined : onClose}>
      <p>{messages.profile.passwordText}</p>
      <Form onSubmit={() => send(newPassword)} pending={pending} failures={failures}>
        {/* Tells password managers whose password it is. */}
        <input hidden readOnly autoComplete="username" value={session.account.email} />
        <PasswordField
          label={messages.profile.newPassword}
          hint={messages.password.advice}
          showLabel={messages.common.show}
          name="new-password"
          autoComplete="new-password"
          value={newPassword}
          error={wrong}
          onChange={(event) => setNewPassword(event.target.value)}
          {...{ [DIALOG_FOCUS]: true }}
        />
        {error && (
          <Banner tone="danger" alert>
            {error}
          </Banner>
        )}
        <Actions>
          <Button type="submit" variant="primary" pending={pending}>
            {messages.profile.changePassword}
          </Button>
          <Button pending={pending} onClick={onClose}>
            {messages.common.cancel}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}

function useNewPassword(onDone: () => void) {
  const callProtected = useProtectedCall();
  const queryClient = useQueryClient();
  const showToast = useToast();
  const [pending, run] = usePending();
  const [wrong, setWrong] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [failures, setFailures] = useState(0);

  function fail(field: string | null, other: string | null) {
    setWrong(field);
    setError(other);
    setFailures((count) => count + 1);
  }
  function send(newPassword: string) {
    const found = newPasswordError(newPassword);
    if (found !== null) return fail(found, null);
    setWrong(null);
    setError(null);
    run(async () => {
      const result = await callProtected("changePassword", { body: { newPassword } });
      if (result.ok) {
        await queryClient.invalidateQueries();
        showToast(messages.profile.changedToast);
        return onDone();
      }
      const { problem } = result;
      if (problem.code === "cancelled") return;
      if (problem.code === "invalid_request") fail(messages.password.refused, null);
      else fail(null, problemText(problem));
    });
  }
  return { send, pending, wrong, error, failures };
}

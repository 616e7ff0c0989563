import type { ClientProblem } from "@twinlatch/client";
import { Banner, Button, Form, PasswordField } from "@twinlatch/ui";
import { useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { client } from "../../api/client.ts";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { EntryPage } from "../../page/entry-page.tsx";
import { usePending } from "../../page/use-pending.ts";
import { PATHS } from "../../paths.ts";
import { newPasswordError } from "../credentials/credentials-entry.ts";
import { readResetToken } from "./reset-token.ts";

const texts = messages.passwordReset;

/** `/reset-password#…`: takes the mailed token and a new password. Signs nobody in. */
export function ResetPasswordPage() {
  const [token] = useState(() => readResetToken(location.hash));
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    // A secret is not to stand in the address bar, nor in the history.
    if (location.hash !== "") history.replaceState(history.state, "", location.pathname);
  }, []);
  if (token === null || isOver) {
    return (
      <EntryPage screen={texts.newTitle} title={texts.newTitle} hasError>
        <Banner tone="danger" alert>
          {token === null ? texts.noToken : texts.ended}
        </Banner>
        <p>
          <Link href={PATHS.forgotPassword}>{texts.askAgain}</Link>
        </p>
      </EntryPage>
    );
  }
  return <NewPassword token={token} onOver={() => setIsOver(true)} />;
}

function NewPassword({ token, onOver }: { readonly token: string; readonly onOver: () => void }) {
  const [, navigate] = useLocation();
  const [newPassword, setNewPassword] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [failures, setFailures] = useState(0);
  const [pending, run] = usePending();

  function refuse(problem: ClientProblem) {
    if (problem.code === "challenge_closed") return onOver();
    const isRefused = problem.code === "invalid_request";
    setError(isRefused ? messages.password.refused : null);
    setRefusal(isRefused ? null : problemText(problem));
    setFailures((count) => count + 1);
  }
  function save() {
    const wrong = newPasswordError(newPassword);
    setError(wrong);
    setRefusal(null);
    if (wrong !== null) return setFailures(failures + 1);
    run(async () => {
      const result = await client.call("completePasswordReset", { body: { token, newPassword } });
      if (!result.ok) return refuse(result.problem);
      navigate(PATHS.signIn, { replace: true, state: { notice: "passwordReset" } });
    });
  }
  return (
    <EntryPage screen={texts.newTitle} title={texts.newTitle} hasError={failures > 0}>
      <p>{texts.newIntro}</p>
      {refusal && (
        <Banner tone="danger" alert>
          {refusal}
        </Banner>
      )}
      <Form onSubmit={save} pending={pending} failures={failures}>
        <PasswordField
          label={texts.newPassword}
          hint={messages.password.advice}
          showLabel={messages.common.show}
          name="new-password"
          autoComplete="new-password"
          autoFocus
          value={newPassword}
          error={error}
          onChange={(event) => setNewPassword(event.target.value)}
        />
        <Button type="submit" variant="primary" wide pending={pending}>
          {texts.save}
        </Button>
      </Form>
    </EntryPage>
  );
}

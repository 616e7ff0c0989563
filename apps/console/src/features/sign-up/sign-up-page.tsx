import { Banner, Button, Form, PasswordField, TextField } from "@twinlatch/ui";
import { useId, useState } from "react";
import { Link, useLocation } from "wouter";
import { client } from "../../api/client.ts";
import { messages } from "../../messages/en.ts";
import { EntryPage } from "../../page/entry-page.tsx";
import { usePending } from "../../page/use-pending.ts";
import { PATHS } from "../../paths.ts";
import {
  beginEntry,
  type CredentialsEntry,
  checkSignUp,
  isReady,
} from "../credentials/credentials-entry.ts";
import { keepPendingSignUp, readPendingSignUp } from "./pending-sign-up.ts";
import { refuseSignUp } from "./refuse-sign-up.ts";

/** `/sign-up`: address and password; a code then goes to the address. */
export function SignUpPage() {
  const [entry, setEntry] = useState(() => beginEntry(readPendingSignUp() ?? ""));
  const [pending, run] = usePending();
  const [, navigate] = useLocation();
  const refusalId = useId();

  async function send(checked: CredentialsEntry) {
    const email = checked.email.trim();
    const result = await client.call("signUp", { body: { email, password: checked.password } });
    if (!result.ok) return setEntry(refuseSignUp(checked, result.problem));
    keepPendingSignUp(email);
    navigate(PATHS.verifyEmail);
  }
  function submit() {
    const checked = checkSignUp(entry);
    setEntry(checked);
    if (isReady(checked)) run(() => send(checked));
  }
  return (
    <EntryPage
      screen={messages.signUp.screen}
      title={messages.signUp.title}
      hasError={entry.failures > 0}
      footer={
        <>
          {messages.signUp.haveAccount} <Link href={PATHS.signIn}>{messages.signUp.signIn}</Link>
        </>
      }
    >
      {entry.refusal && (
        <Banner tone="danger" alert>
          <p id={refusalId}>{entry.refusal}</p>
        </Banner>
      )}
      <Form onSubmit={submit} pending={pending} failures={entry.failures}>
        <TextField
          label={messages.email.label}
          type="email"
          name="email"
          autoComplete="username webauthn"
          autoFocus
          value={entry.email}
          error={entry.emailError}
          onChange={(event) => setEntry({ ...entry, email: event.target.value })}
        />
        <PasswordField
          label={messages.password.label}
          hint={messages.password.advice}
          showLabel={messages.common.show}
          name="password"
          autoComplete="new-password"
          value={entry.password}
          error={entry.passwordError}
          errorElsewhereId={entry.refusal ? refusalId : undefined}
          onChange={(event) => setEntry({ ...entry, password: event.target.value })}
        />
        <Button type="submit" variant="primary" wide pending={pending}>
          {messages.signUp.submit}
        </Button>
      </Form>
    </EntryPage>
  );
}

import { useState } from "react";
import { Link, useLocation } from "wouter";
import { client } from "../../api/client.ts";
import { messages } from "../../messages/messages.ts";
import { EntryPage } from "../../page/entry-page.tsx";
import { usePending } from "../../page/use-pending.ts";
import { useSignedInAlready } from "../../page/use-signed-in-already.ts";
import { PATHS } from "../../paths.ts";
import {
  beginEntry,
  type CredentialsEntry,
  checkSignUp,
  isReady,
} from "../credentials/credentials-entry.ts";
import { CredentialsForm } from "../credentials/credentials-form.tsx";
import { keepPendingSignUp, readPendingSignUp } from "./pending-sign-up.ts";
import { refuseSignUp } from "./refuse-sign-up.ts";

/** `/sign-up`: address and password; a code then goes to the address. */
export function SignUpPage() {
  const [entry, setEntry] = useState(() => beginEntry(readPendingSignUp() ?? ""));
  const [pending, run] = usePending();
  const [, navigate] = useLocation();
  useSignedInAlready(PATHS.security);

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
        <p>
          {messages.signUp.haveAccount} <Link href={PATHS.signIn}>{messages.signUp.signIn}</Link>
        </p>
      }
    >
      <CredentialsForm
        entry={entry}
        onEntryChange={setEntry}
        onSubmit={submit}
        pending={pending}
        submitLabel={messages.signUp.submit}
        passwordIs="new"
        startsAt="email"
      />
    </EntryPage>
  );
}

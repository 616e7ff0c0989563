import type { ClientProblem } from "@twinlatch/client";
import { Banner, Button, Form, TextField } from "@twinlatch/ui";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";
import { client } from "../../api/client.ts";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { EntryPage } from "../../page/entry-page.tsx";
import { usePending } from "../../page/use-pending.ts";
import { PATHS } from "../../paths.ts";
import { emailError } from "../credentials/credentials-entry.ts";
import { readArrival } from "../sign-in/sign-in-arrival.ts";

const texts = messages.passwordReset;

/** `/forgot-password`: has a link mailed. Whether the address has an account is never said. */
export function ForgotPasswordPage() {
  const arrival = readArrival(useHistoryState<unknown>());
  const [sentTo, setSentTo] = useState<string | null>(null);
  const backToSignIn = <Link href={PATHS.signIn}>{texts.backToSignIn}</Link>;
  if (sentTo === null) {
    return <AskForLink email={arrival.email ?? ""} onSent={setSentTo} footer={backToSignIn} />;
  }
  return (
    <EntryPage key="sent" screen={texts.sentTitle} title={texts.sentTitle} footer={backToSignIn}>
      <p role="status">{texts.sent(sentTo)}</p>
      <p>
        {texts.notReceived}{" "}
        <Button variant="link" onClick={() => setSentTo(null)}>
          {messages.common.startAgain}
        </Button>
      </p>
    </EntryPage>
  );
}

function AskForLink(props: {
  readonly email: string;
  readonly onSent: (email: string) => void;
  readonly footer: ReactNode;
}) {
  const [email, setEmail] = useState(props.email);
  const [error, setError] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [failures, setFailures] = useState(0);
  const [pending, run] = usePending();

  function refuse(problem: ClientProblem) {
    const isInvalid = problem.code === "invalid_request";
    setError(isInvalid ? messages.email.invalid : null);
    setRefusal(isInvalid ? null : problemText(problem));
    setFailures((count) => count + 1);
  }
  function send() {
    const wrong = emailError(email);
    setError(wrong);
    setRefusal(null);
    if (wrong !== null) return setFailures(failures + 1);
    run(async () => {
      const result = await client.call("beginPasswordReset", { body: { email: email.trim() } });
      if (result.ok) props.onSent(email.trim());
      else refuse(result.problem);
    });
  }
  return (
    <EntryPage
      screen={texts.screen}
      title={texts.title}
      hasError={failures > 0 && (error ?? refusal) !== null}
      footer={props.footer}
    >
      <p>{texts.intro}</p>
      {refusal && (
        <Banner tone="danger" alert>
          {refusal}
        </Banner>
      )}
      <Form onSubmit={send} pending={pending} failures={failures}>
        <TextField
          label={messages.email.label}
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          value={email}
          error={error}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Button type="submit" variant="primary" wide pending={pending}>
          {texts.send}
        </Button>
      </Form>
    </EntryPage>
  );
}

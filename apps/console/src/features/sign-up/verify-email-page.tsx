import { useState } from "react";
import { Link, Redirect, useLocation } from "wouter";
import { client } from "../../api/client.ts";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { EntryPage } from "../../page/entry-page.tsx";
import { PATHS } from "../../paths.ts";
import { AnswerForm } from "../challenge/answer-form.tsx";
import { ANSWER_KINDS } from "../challenge/answer-kind.ts";
import { useAnswerEntry } from "../challenge/use-answer-entry.ts";
import { forgetPendingSignUp, readPendingSignUp } from "./pending-sign-up.ts";

/** `/sign-up/verify`: the code from the mail makes the account and signs in. */
export function VerifyEmailPage() {
  const [email] = useState(readPendingSignUp);
  return email === null ? <Redirect to={PATHS.signUp} replace /> : <VerifyEmail email={email} />;
}

function VerifyEmail({ email }: { readonly email: string }) {
  const [, navigate] = useLocation();
  const answer = useAnswerEntry(ANSWER_KINDS.totp, async (code) => {
    const result = await client.call("verifySignUp", { body: { email, code } });
    if (!result.ok) {
      const { wrong, ended } = messages.signUp;
      return problemText(result.problem, { wrong, closed: ended });
    }
    forgetPendingSignUp();
    navigate(PATHS.security, { replace: true });
    return null;
  });
  return (
    <EntryPage
      screen={messages.signUp.verifyTitle}
      title={messages.signUp.verifyTitle}
      hasError={answer.entry.error !== null}
    >
      <p>{messages.signUp.sent(email)}</p>
      <AnswerForm kind="totp" answer={answer} submitLabel={messages.signUp.verify} />
      <p>
        {messages.signUp.notReceived} <Link href={PATHS.signUp}>{messages.common.startAgain}</Link>
      </p>
    </EntryPage>
  );
}

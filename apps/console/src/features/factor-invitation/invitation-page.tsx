import type { Answer, ClientProblem } from "@twinlatch/client";
import { Banner, CopyButton } from "@twinlatch/ui";
import { useEffect, useState } from "react";
import { client } from "../../api/client.ts";
import { messages } from "../../messages/messages.ts";
import { problemText } from "../../messages/problem-text.ts";
import { EntryPage } from "../../page/entry-page.tsx";
import { usePending } from "../../page/use-pending.ts";
import { AnswerForm } from "../challenge/answer-form.tsx";
import { ANSWER_KINDS } from "../challenge/answer-kind.ts";
import { useAnswerEntry } from "../challenge/use-answer-entry.ts";
import { beginEntry, checkSignIn, isReady, refuseEntry } from "../credentials/credentials-entry.ts";
import { CredentialsForm } from "../credentials/credentials-form.tsx";
import { QrCode } from "../totp/qr-code.tsx";
import styles from "./factor-invitation.module.css";
import { readInvitationToken } from "./invitation-link.ts";

/** What the second person is setting up. */
interface InvitedEnrolment {
  readonly challengeId: string;
  readonly factor: Answer<"enrolInvitedFactor">;
}

const { invitation: texts } = messages;

/** `/invitation#…`: a second person on an account sets up an authenticator app of their own. */
export function InvitationPage() {
  const [token] = useState(() => readInvitationToken(location.hash));
  const [enrolment, setEnrolment] = useState<InvitedEnrolment | null>(null);
  const [expiresAt, setExpiresAt] = useState<string | null>(null);
  const [ended, setEnded] = useState<string | null>(token === null ? texts.noLink : null);
  useEffect(() => {
    // A secret is not to stand in the address bar, nor in the history.
    if (location.hash !== "") history.replaceState(history.state, "", location.pathname);
  }, []);
  if (token === null || ended !== null) {
    return (
      <EntryPage key="ended" screen={texts.screen} title={texts.signInTitle} hasError>
        <Banner tone="danger" alert>
          {ended}
        </Banner>
      </EntryPage>
    );
  }
  if (expiresAt !== null) {
    return (
      <EntryPage key="done" screen={texts.doneTitle} title={texts.doneTitle}>
        <p role="status">{texts.done(expiresAt)}</p>
      </EntryPage>
    );
  }
  const common = { token, onEnded: setEnded };
  return enrolment === null ? (
    <SharedSignIn {...common} onEnrolment={setEnrolment} />
  ) : (
    <InvitedCode {...common} enrolment={enrolment} onDone={setExpiresAt} />
  );
}

interface StepProps {
  readonly token: string;
  readonly onEnded: (why: string) => void;
}

const OVER_CODES: ReadonlySet<ClientProblem["code"]> = new Set(["not_found", "challenge_closed"]);

function SharedSignIn(props: StepProps & { readonly onEnrolment: (e: InvitedEnrolment) => void }) {
  const { token, onEnded, onEnrolment } = props;
  const [entry, setEntry] = useState(() => beginEntry());
  const [pending, run] = usePending();
  async function signIn() {
    const body = { email: entry.email.trim(), password: entry.password };
    const first = await client.call("signIn", { body });
    if (!first.ok) return setEntry(refuseEntry(entry, first.problem));
    if (first.answer.status === "signed_in") return onEnded(texts.notEnabled);
    const { id } = first.answer.challenge;
    const enrolled = await client.call("enrolInvitedFactor", {
      params: { id },
      body: { invitationToken: token },
    });
    if (enrolled.ok) return onEnrolment({ challengeId: id, factor: enrolled.answer });
    if (OVER_CODES.has(enrolled.problem.code)) return onEnded(texts.over);
    return setEntry(refuseEntry(entry, enrolled.problem));
  }
  function submit() {
    const checked = checkSignIn(entry);
    setEntry(checked);
    if (isReady(checked)) run(signIn);
  }
  return (
    <EntryPage screen={texts.screen} title={texts.signInTitle} hasError={entry.failures > 0}>
      <p>{texts.signInText}</p>
      <CredentialsForm
        entry={entry}
        onEntryChange={setEntry}
        onSubmit={submit}
        pending={pending}
        submitLabel={messages.common.continue}
        passwordIs="current"
        startsAt="email"
      />
    </EntryPage>
  );
}

function InvitedCode(
  props: StepProps & {
    readonly enrolment: InvitedEnrolment;
    readonly onDone: (expiresAt: string) => void;
  },
) {
  const { token, enrolment, onEnded, onDone } = props;
  const { challengeId, factor } = enrolment;
  const answer = useAnswerEntry(ANSWER_KINDS.totp, async (code) => {
    const result = await client.call("confirmInvitedFactor", {
      params: { id: challengeId },
      body: { invitationToken: token, factorId: factor.factorId, code },
    });
    if (result.ok) onDone(result.answer.expiresAt);
    else if (OVER_CODES.has(result.problem.code)) onEnded(texts.over);
    else return problemText(result.problem);
    return null;
  });
  return (
    <EntryPage
      key="code"
      screen={texts.screen}
      title={messages.totp.scanTitle}
      hasError={answer.entry.error !== null}
    >
      <p>{messages.totp.scanText}</p>
      <QrCode text={factor.uri} label={messages.totp.qrAlt} />
      <p>{messages.totp.setUpKey}</p>
      <code className={styles.link}>{factor.secret.replace(/.{4}(?=.)/g, "$& ")}</code>
      <CopyButton
        text={factor.secret}
        label={messages.totp.copyKey}
        copiedLabel={messages.common.copied}
        failedLabel={messages.common.copyFailed}
      />
      <AnswerForm kind="totp" answer={answer} submitLabel={messages.totp.verify} />
    </EntryPage>
  );
}

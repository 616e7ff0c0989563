import { Banner } from "@twinlatch/ui";
import { useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";
import { client } from "../../api/client.ts";
import { messages } from "../../messages/messages.ts";
import { EntryPage } from "../../page/entry-page.tsx";
import { usePending } from "../../page/use-pending.ts";
import { useSignedInAlready } from "../../page/use-signed-in-already.ts";
import { PATHS, returnPath } from "../../paths.ts";
import { PRODUCT_NAME } from "../../product.ts";
import {
  beginEntry,
  type CredentialsEntry,
  checkSignIn,
  isReady,
  refuseEntry,
} from "../credentials/credentials-entry.ts";
import { CredentialsForm } from "../credentials/credentials-form.tsx";
import { keepPendingSignIn } from "./pending-sign-in.ts";
import { readArrival } from "./sign-in-arrival.ts";

/** `/sign-in`: the first step. */
export function SignInPage() {
  const arrival = readArrival(useHistoryState<unknown>());
  const [entry, setEntry] = useState(() => beginEntry(arrival.email));
  const [pending, run] = usePending();
  const returnTo = useReturnTo();
  const signIn = useSignIn(setEntry, returnTo);
  useSignedInAlready(returnTo);

  function submit() {
    const checked = checkSignIn(entry);
    setEntry(checked);
    if (isReady(checked)) run(() => signIn(checked));
  }
  const notice = entry.failures === 0 ? arrival.notice : undefined;
  return (
    <EntryPage
      screen={messages.signIn.screen}
      title={messages.signIn.title(PRODUCT_NAME)}
      hasError={entry.failures > 0}
      footer={
        <>
          <p>
            <Link href={PATHS.forgotPassword} state={{ email: entry.email.trim() }}>
              {messages.passwordReset.forgot}
            </Link>
          </p>
          <p>
            <Link href={PATHS.signUp}>{messages.signIn.createAccount}</Link>
          </p>
        </>
      }
    >
      {notice && <Banner tone="neutral">{messages.signIn[notice]}</Banner>}
      <CredentialsForm
        entry={entry}
        onEntryChange={setEntry}
        onSubmit={submit}
        pending={pending}
        submitLabel={messages.signIn.submit}
        passwordIs="current"
        startsAt={arrival.email === undefined ? "email" : "password"}
      />
    </EntryPage>
  );
}

/** The page that was asked for before this one. */
function useReturnTo(): string {
  const [search] = useSearchParams();
  return returnPath(search.get("return"));
}

/** Sends the credentials and goes where the answer leads. */
function useSignIn(setEntry: (entry: CredentialsEntry) => void, returnTo: string) {
  const [, navigate] = useLocation();
  return async (entry: CredentialsEntry) => {
    const { password } = entry;
    const email = entry.email.trim();
    const result = await client.call("signIn", { body: { email, password } });
    if (!result.ok) {
      setEntry(refuseEntry(entry, result.problem));
    } else if (result.answer.status === "signed_in") {
      navigate(returnTo, { replace: true });
    } else {
      keepPendingSignIn({ challengeId: result.answer.challenge.id, email, returnTo });
      navigate(PATHS.secondStep);
    }
  };
}

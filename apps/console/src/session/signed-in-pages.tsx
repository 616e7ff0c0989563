import { QueryClientProvider, useQuery, useQueryClient } from "@tanstack/react-query";
import { Banner, Button, ToastProvider } from "@twinlatch/ui";
import { useCallback, useMemo, useRef, useState } from "react";
import { Route, Switch, useLocation } from "wouter";
import { client } from "../api/client.ts";
import type { SignInNotice } from "../features/sign-in/sign-in-arrival.ts";
import { StepUpProvider } from "../features/step-up/step-up-provider.tsx";
import { messages } from "../messages/messages.ts";
import { problemText } from "../messages/problem-text.ts";
import { EntryPage } from "../page/entry-page.tsx";
import { Loading } from "../page/loading.tsx";
import { onDemand } from "../page/on-demand.tsx";
import { PATHS, signInPath } from "../paths.ts";
import { AccountLayout } from "./account-layout.tsx";
import { AccountPage } from "./account-page.tsx";
import { ACCOUNT_PAGES, INSTEAD_OF_PAGE } from "./account-pages.ts";
import { SessionContext } from "./session-context.ts";
import { SessionEnding } from "./session-ending.tsx";
import { createQueryClient, ProblemError, sessionQuery } from "./session-query.ts";
import { SignOutProvider, useSignOutElsewhere } from "./sign-out.tsx";
import { watchSession } from "./watch-session.ts";

const RetiredPasswordPage = onDemand(
  async () => (await import("../features/profile/retired-password-page.tsx")).RetiredPasswordPage,
  INSTEAD_OF_PAGE,
);

/** All pages that need a session. What they load is kept here and goes with them. */
export function SignedInPages() {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <SessionGate />
    </QueryClientProvider>
  );
}

function SessionGate() {
  const leave = useLeave();
  const watched = useMemo(() => watchSession(client, () => leave("sessionEnded")), [leave]);
  const { data, error, refetch } = useQuery(sessionQuery(watched));
  useSignOutElsewhere(watched);
  if (data) {
    return (
      <SessionContext value={{ session: data.session, client: watched, leave }}>
        <ToastProvider dismissLabel={messages.common.dismiss}>
          <StepUpProvider>
            <SignOutProvider>
              <AccountLayout>
                {data.session.passwordRetired ? <RetiredPassword /> : <AccountPages />}
              </AccountLayout>
              <SessionEnding endsAtMillis={data.endsAtMillis} />
            </SignOutProvider>
          </StepUpProvider>
        </ToastProvider>
      </SessionContext>
    );
  }
  if (error === null) return <Loading />;
  if (!(error instanceof ProblemError)) throw error;
  // On the way to the sign-in page.
  if (error.problem.code === "not_signed_in") return <Loading />;
  return (
    <EntryPage screen={messages.fault.title} title={messages.fault.title} hasError>
      <Banner tone="danger" alert>
        {problemText(error.problem)}
      </Banner>
      <Button variant="primary" onClick={() => void refetch()}>
        {messages.common.tryAgain}
      </Button>
    </EntryPage>
  );
}

/** Whatever the address: nothing but a new password can be set. */
function RetiredPassword() {
  return <RetiredPasswordPage />;
}

function AccountPages() {
  return (
    <Switch>
      {ACCOUNT_PAGES.map(({ path, Page }) => (
        <Route key={path} path={path} component={Page} />
      ))}
      <Route>
        <AccountPage title={messages.notFound.title}>
          <p>{messages.notFound.text}</p>
        </AccountPage>
      </Route>
    </Switch>
  );
}

function useLeave() {
  const [location, navigate] = useLocation();
  const queryClient = useQueryClient();
  // Several requests may learn of the end; the first takes one away.
  const hasLeft = useRef(false);
  return useCallback(
    (notice: SignInNotice) => {
      if (hasLeft.current) return;
      hasLeft.current = true;
      const wasShown = queryClient.getQueryData(["session"]) !== undefined;
      queryClient.clear();
      // Somebody who only opened the address has had no session that could have ended.
      navigate(notice === "sessionEnded" ? signInPath(location) : PATHS.signIn, {
        replace: true,
        state: wasShown ? { notice } : null,
      });
    },
    [location, navigate, queryClient],
  );
}

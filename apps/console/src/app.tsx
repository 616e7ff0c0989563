import { useEffect } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { SecondStepPage } from "./features/sign-in/second-step-page.tsx";
import { SignInPage } from "./features/sign-in/sign-in-page.tsx";
import { FaultBoundary } from "./page/fault-boundary.tsx";
import { FaultPage } from "./page/fault-page.tsx";
import { HasMovedOn, useHasMovedOn } from "./page/has-moved-on.ts";
import { Loading } from "./page/loading.tsx";
import { NotFoundPage } from "./page/not-found-page.tsx";
import { type Instead, onDemand } from "./page/on-demand.tsx";
import { PATHS } from "./paths.ts";

const INSTEAD: Instead = { Coming: Loading, Missing: FaultPage };

const SignUpPage = onDemand(
  async () => (await import("./features/sign-up/sign-up-page.tsx")).SignUpPage,
  INSTEAD,
);
const VerifyEmailPage = onDemand(
  async () => (await import("./features/sign-up/verify-email-page.tsx")).VerifyEmailPage,
  INSTEAD,
);
const ForgotPasswordPage = onDemand(
  async () =>
    (await import("./features/password-reset/forgot-password-page.tsx")).ForgotPasswordPage,
  INSTEAD,
);
const ResetPasswordPage = onDemand(
  async () => (await import("./features/password-reset/reset-password-page.tsx")).ResetPasswordPage,
  INSTEAD,
);
const InvitationPage = onDemand(
  async () => (await import("./features/factor-invitation/invitation-page.tsx")).InvitationPage,
  INSTEAD,
);
const HelpPage = onDemand(
  async () => (await import("./features/help/help-page.tsx")).HelpPage,
  INSTEAD,
);
const SignedInPages = onDemand(
  async () => (await import("./session/signed-in-pages.tsx")).SignedInPages,
  INSTEAD,
);

/** What signing in needs comes at once; everything else when it is asked for. */
export function App() {
  const hasMovedOn = useHasMovedOn();
  const [location] = useLocation();
  useEffect(() => {
    if (location === PATHS.secondStep) SignedInPages.fetchAhead();
  }, [location]);
  return (
    <FaultBoundary>
      <HasMovedOn value={hasMovedOn}>
        <Switch>
          <Route path={PATHS.signIn} component={SignInPage} />
          <Route path={PATHS.secondStep} component={SecondStepPage} />
          <Route path={PATHS.signUp} component={SignUpPage} />
          <Route path={PATHS.verifyEmail} component={VerifyEmailPage} />
          <Route path={PATHS.forgotPassword} component={ForgotPasswordPage} />
          <Route path={PATHS.resetPassword} component={ResetPasswordPage} />
          <Route path={PATHS.invitation} component={InvitationPage} />
          <Route path={PATHS.help} component={HelpPage} />
          <Route path="/account/:page" component={SignedInPages} />
          <Route path="/">
            <Redirect to={PATHS.security} replace />
          </Route>
          <Route component={NotFoundPage} />
        </Switch>
      </HasMovedOn>
    </FaultBoundary>
  );
}

import { lazy, Suspense } from "react";
import { Redirect, Route, Switch } from "wouter";
import { SecondStepPage } from "./features/sign-in/second-step-page.tsx";
import { SignInPage } from "./features/sign-in/sign-in-page.tsx";
import { FaultBoundary } from "./page/fault-boundary.tsx";
import { HasMovedOn, useHasMovedOn } from "./page/has-moved-on.ts";
import { Loading } from "./page/loading.tsx";
import { NotFoundPage } from "./page/not-found-page.tsx";
import { PATHS } from "./paths.ts";

const SignUpPage = lazy(async () => ({
  default: (await import("./features/sign-up/sign-up-page.tsx")).SignUpPage,
}));
const VerifyEmailPage = lazy(async () => ({
  default: (await import("./features/sign-up/verify-email-page.tsx")).VerifyEmailPage,
}));
const ForgotPasswordPage = lazy(async () => ({
  default: (await import("./features/password-reset/forgot-password-page.tsx")).ForgotPasswordPage,
}));
const ResetPasswordPage = lazy(async () => ({
  default: (await import("./features/password-reset/reset-password-page.tsx")).ResetPasswordPage,
}));
const InvitationPage = lazy(async () => ({
  default: (await import("./features/factor-invitation/invitation-page.tsx")).InvitationPage,
}));
const HelpPage = lazy(async () => ({
  default: (await import("./features/help/help-page.tsx")).HelpPage,
}));
const SignedInPages = lazy(async () => ({
  default: (await import("./session/signed-in-pages.tsx")).SignedInPages,
}));

/** What signing in needs comes at once; everything else when it is asked for. */
export function App() {
  const hasMovedOn = useHasMovedOn();
  return (
    <FaultBoundary>
      <HasMovedOn value={hasMovedOn}>
        <Suspense fallback={<Loading />}>
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
        </Suspense>
      </HasMovedOn>
    </FaultBoundary>
  );
}

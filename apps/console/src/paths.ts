/** The console's addresses. Everything below `/account/` needs a session. */
export const PATHS = {
  signIn: "/sign-in",
  secondStep: "/sign-in/second-step",
  signUp: "/sign-up",
  verifyEmail: "/sign-up/verify",
  forgotPassword: "/forgot-password",
  resetPassword: "/reset-password",
  invitation: "/invitation",
  help: "/help",
  profile: "/account/profile",
  security: "/account/security",
  sessions: "/account/sessions",
  activity: "/account/activity",
} as const;

/** Addresses that a sign-in may return to: those that need one. */
const SIGNED_IN_PATHS: readonly string[] = Object.values(PATHS).filter((path) =>
  path.startsWith("/account/"),
);

/**
 * Where to go after a sign-in: the asked-for address where it is one of our own signed-in pages, else
 * the start page. Whatever a stranger puts into a link, it never leads elsewhere.
 */
export function returnPath(asked: string | null): string {
  return SIGNED_IN_PATHS.find((path) => path === asked) ?? PATHS.security;
}

/** The sign-in page, with where to go after it. */
export function signInPath(from: string): string {
  return `${PATHS.signIn}?return=${encodeURIComponent(returnPath(from))}`;
}

/** What is read by who has forgotten the password. */
export const passwordResetTexts = {
  passwordReset: {
    forgot: "Forgot your password?",
    screen: "Forgot your password",
    title: "Choose a new password",
    intro: "Enter your e-mail address. We send you a link to choose a new password.",
    send: "Send link",
    sentTitle: "Check your e-mail",
    sent: (email: string) =>
      `If ${email} has an account, we sent a link there. It works once, for 30 minutes.`,
    notReceived: "No e-mail after a minute? Look in the spam folder, or:",
    newTitle: "Choose a new password",
    newIntro:
      "All your devices are signed out. Two-factor authentication stays as it is: have your code at hand when you sign in.",
    newPassword: "New password",
    save: "Save password",
    ended: "This link has expired, was used, or is not the newest one. Ask for a new one.",
    noToken: "Open the link from the e-mail once more, or ask for a new one.",
    askAgain: "Ask for a new link",
    backToSignIn: "Back to sign-in",
  },
};

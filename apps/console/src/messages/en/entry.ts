import { comingMomentText } from "../time-text.ts";

const LOCALE = "en-GB";

// The words are settled: two-factor authentication, second step, authenticator app, recovery code, set-up
// key; Enable and Disable for the feature, Add and Remove for items.

/** What is read before one is signed in, and on every page. */
export const entryTexts = {
  common: {
    cancel: "Cancel",
    back: "Back",
    continue: "Continue",
    confirm: "Confirm",
    done: "Done",
    save: "Save",
    show: "Show",
    copied: "Copied",
    copyFailed: "Copying did not work. Select the text and copy it yourself.",
    dismiss: "Dismiss",
    loading: "Loading…",
    tryAgain: "Try again",
    loadFailed: "This could not be loaded.",
    partMissing:
      "This could not be loaded. Check your connection and try again. If that does not help, reload the page.",
    otherWay: "Use another way",
    startAgain: "Start again",
    errorTitle: (title: string) => `Error: ${title}`,
    title: (screen: string, product: string) => `${screen} – ${product}`,
    skipToContent: "Skip to content",
    help: "Help",
    language: "Language",
  },

  fault: {
    title: "Something went wrong",
    text: "The page could not be shown. Nothing you saved is lost.",
    reload: "Reload the page",
  },

  notFound: {
    title: "Page not found",
    text: "There is nothing at this address.",
    home: "Go to the start page",
  },

  code: {
    label: "6-digit code",
    empty: "Enter the 6-digit code",
    length: "The code must be 6 numbers",
    characters: "The code must be 6 numbers, like 123456",
    wrong: "That code is not right. Check your authenticator app and try again",
    wrongText: "That code is not right. Check the text message and try again",
    used: "That code was already used. Wait for the next one",
    expired: "That code has expired. Ask for a new one",
    clock:
      "Codes from your app are out of step. Set your phone's clock to automatic, then try again",
    nextIn: (seconds: number) =>
      `Next code in about ${seconds} ${seconds === 1 ? "second" : "seconds"}.`,
    nextUpdate: "Update",
  },

  recoveryCode: {
    label: "Recovery code",
    hint: "Looks like 3-K7QF-2MXA-9T4W-PZ8C. Each code works once.",
    empty: "Enter a recovery code",
    noNumber: "Enter the number in front of it too, like the 3 in 3-K7QF-2MXA-9T4W-PZ8C",
    wrong: "That recovery code is not right or was already used",
  },

  password: {
    label: "Password",
    empty: "Enter your password",
    wrong: "That password is not right",
    tooShort: "Use at least 8 characters",
    tooLong: "Use at most 256 characters",
    refused: "That password is too easy to guess. Choose another one",
    advice: "At least 8 characters; 15 or more are better, for example a few words.",
  },

  email: {
    label: "E-mail",
    empty: "Enter your e-mail address",
    invalid: "Enter an e-mail address, like ada@example.org",
  },

  problem: {
    tooMany: (wait: string) => `Too many tries. Try again in ${wait}, or use another way`,
    tooManyOnlyWay: (wait: string) => `Too many tries. Try again in ${wait}`,
    soon: "a few minutes",
    offline: "You are offline. Connect to the internet and try again",
    unreachable: "The server cannot be reached. Try again in a moment",
    unavailable: "This does not work at the moment. Nothing was changed. Try again soon",
    challengeClosed: "This took too long or had too many wrong codes. Nothing was changed",
    passwordRetired: "Choose a new password first. Nothing else works until then",
    recoverySession:
      "You signed in with a recovery code, which is not enough for this. Within 10 minutes of signing in you can suspend what is lost and add something new, whose code allows the rest; later, sign in again with another recovery code",
    signUpClosed: "New accounts are not open here",
    tooManyFactors: "You have as many of these as there can be. Remove one first",
    emailAlreadyAdded: "Your account has this address already",
    tooManyEmails: "You have as many addresses as there can be. Remove one first",
    lastEmail: "This is your only address. Add another one first",
    lastAdmin:
      "You administer this installation, and nobody else does. Your account cannot be deleted",
    noFactor: "Add a way to get a code first",
    fullSession: "This takes a browser that was signed in to with a code",
    replacementWaiting: "A replacement waits already. You can cancel it on this page",
    requiredByPolicy:
      "Your project requires two-factor authentication. Add another way to get a code before this one goes",
    lastFactor:
      "This is the last way to get a code in use. Add another one, or remove the suspended ones, before it goes",
    actionsHeld: (wait: string) =>
      `Your authenticator app was replaced lately. For your safety this can be done again in ${wait}`,
    phoneAlreadyAdded: "You have this phone already",
    phoneNotSupported:
      "We cannot send codes to numbers like this. Use a mobile number or an authenticator app",
    countryNotSupported: "We cannot text numbers in this country. Use another way",
    countryNotTexted: (country: string) =>
      `We cannot text numbers in ${country}. Use an authenticator app`,
    tooManyTexts: (wait: string) =>
      `We cannot send a new code yet. Ask for one in ${wait}, or use another way`,
    tooManyTextsOnlyWay: (wait: string) => `We cannot send a new code yet. Ask for one in ${wait}`,
    textUnavailable: "We cannot send text messages for this project at the moment. Use another way",
    textNotSent:
      "The text message may not have been sent. If none comes, ask for a new code or use another way",
    gone: "This is no longer here. The page now shows what is",
    notApproved: "This could not be confirmed. Nothing was changed",
    other: (reference: string) => `Something went wrong. Nothing was changed (${reference})`,
  },

  signIn: {
    screen: "Sign in",
    title: (product: string) => `Sign in to ${product}`,
    submit: "Sign in",
    wrong: "Your e-mail or password is not right",
    createAccount: "Create an account",
    ended: "Your sign-in took too long or had too many wrong codes. Sign in again.",
    signedOut: "You are signed out.",
    passwordReset: "Your password was changed. Sign in with the new one.",
    accountDeleted: "Your account was deleted.",
    sessionEnded: "Your session has ended. Sign in again to go on.",
  },

  signUp: {
    screen: "Create an account",
    title: "Create an account",
    submit: "Continue",
    haveAccount: "Already have an account?",
    signIn: "Sign in",
    verifyTitle: "Check your e-mail",
    sent: (email: string) =>
      `We sent an e-mail to ${email}. Enter the 6-digit code from it; it works for 10 minutes.`,
    verify: "Create account",
    wrong: "That code is not right. Check the e-mail and try again",
    ended: "The code has expired or was wrong too often. Start again to get a new one",
    notReceived: "No e-mail after a minute? Look in the spam folder, or:",
  },

  secondStep: {
    screen: "Two-factor verification",
    title: "Enter your code",
    signingInAs: "Signing in as",
    notYou: "Not you?",
    instruction: (product: string) =>
      `Open your authenticator app and enter the code for ${product}.`,
    instructionFor: (product: string, label: string) =>
      `Open your authenticator app “${label}” and enter the code for ${product}.`,
    recoveryTitle: "Use a recovery code",
    otherWaysTitle: "Use another way",
    anotherAuthenticator: (label: string) => `Another authenticator: ${label}`,
    recoveryCode: "Recovery code",
    cannotUseAny: "I cannot use any of these",
    noWayTitle: "Getting back in",
    noWayIntro: "What can help:",
    noWayCodes:
      "Your recovery codes. You were given eight with your first authenticator app or phone: look in your password manager, your downloads and among your papers.",
    noWayNoCodes: "Recovery codes would help, but this account has none left.",
    noWaySession:
      "A browser where you are still signed in: there, under Account, Security, choose “I no longer have it” in the app's menu. 24 hours later you can add a new app.",
    replacementReady:
      "The 24 hours are over: you can now replace the authenticator app that you no longer have.",
    replacementAt: (at: string) =>
      `You asked to replace your authenticator app. That is possible in this browser: ${comingMomentText(LOCALE, at)}.`,
    completeReplacement: "Replace my authenticator app",
    noWayPhone:
      "Your old phone or a backup of it. Most authenticator apps can move their accounts to a new phone.",
    noWayOperator: (host: string) =>
      `Nobody can switch off the second step by e-mail or on the phone, so that nobody can talk their way into your account. If nothing above helps, ask whoever runs ${host}.`,
    seeAllWays: "See all ways",
    backToSignIn: "Back to sign-in",
  },
} as const;

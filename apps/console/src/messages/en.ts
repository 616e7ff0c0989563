import { clockText, dateText, durationText, momentText, relativeDayText } from "./time-text.ts";

const LOCALE = "en-GB";

// Every visible string of the console. The words are settled: two-factor authentication, second step,
// authenticator app, recovery code, set-up key; Enable and Disable for the feature, Add and Remove for items.
export const messages = {
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
    otherWay: "Use another way",
    startAgain: "Start again",
    errorTitle: (title: string) => `Error: ${title}`,
    title: (screen: string, product: string) => `${screen} – ${product}`,
    skipToContent: "Skip to content",
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
    used: "That code was already used. Wait for the next one",
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
    recoverySession:
      "You signed in with a recovery code, which is not enough for this. Within 10 minutes of signing in you can add an authenticator app; later, sign in again with another recovery code",
    signUpClosed: "New accounts are not open here",
    tooManyFactors: "You have as many authenticator apps as there can be. Remove one first",
    noFactor: "Add an authenticator app first",
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
      "Your recovery codes. You were given eight when you enabled two-factor authentication: look in your password manager, your downloads and among your papers.",
    noWayPhone:
      "Your old phone or a backup of it. Most authenticator apps can move their accounts to a new phone.",
    noWayOperator: (host: string) =>
      `Nobody can switch off the second step by e-mail or on the phone, so that nobody can talk their way into your account. If nothing above helps, ask whoever runs ${host}.`,
    seeAllWays: "See all ways",
    backToSignIn: "Back to sign-in",
  },

  session: {
    accountMenu: (email: string) => `Account menu for ${email}`,
    accountSettings: "Account settings",
    signOut: "Sign out",
    notSignedOutTitle: "You are still signed in",
    signedInAs: "Signed in as",
    endingTitle: "Are you still there?",
    ending: (time: string) => `For your safety you will be signed out at ${time}.`,
    endingForGood: (time: string) =>
      `You will be signed out at ${time}. Sessions end after a day; finish what you are doing and sign in again.`,
    stay: "Stay signed in",
    understood: "OK",
  },

  sessions: {
    title: "Sessions",
    listTitle: "Where you are signed in",
    intro:
      "Sign out what you do not know. Then change your password: whoever was there may know it.",
    browserOn: (browser: string, system: string) => `${browser} on ${system}`,
    unknownDevice: "Unknown browser",
    thisDevice: "This device",
    byRecoveryCode: "With a recovery code",
    place: (ip: string) => `From ${ip}`,
    lastUsed: (at: string) => `Last used ${momentText(LOCALE, at)}`,
    signedIn: (at: string) => `Signed in ${momentText(LOCALE, at)}`,
    endLabel: (device: string) => `Sign out ${device}`,
    endOthers: "Sign out all other devices",
    noOthers: "You are signed in nowhere else.",
    endedToast: (device: string) => `${device} was signed out`,
    othersEndedToast: "All other devices were signed out",
  },

  security: {
    title: "Security",
    statusTitle: "Two-factor authentication",
    enabled: "Enabled",
    disabled: "Disabled",
    needsAttention: "Needs attention",
    statusEnabled: (apps: string) => `You sign in with your password and a code from ${apps}.`,
    statusDisabled:
      "You sign in with your password only. Add a code from an authenticator app, so that a stolen password is not enough.",
    statusOff:
      "You sign in with your password only. Your authenticator apps are kept, and still confirm changes here.",
    or: " or ",
    enable: "Enable two-factor authentication",
    disable: "Disable",
    enabledToast: "Two-factor authentication is enabled",
    disabledToast: "Two-factor authentication is disabled",
    disableTitle: "Disable two-factor authentication?",
    disableText:
      "From then on your password alone opens your account. Your authenticator apps stay in the list.",
    onlyWay: "Only one way to get in. Add another.",
    codesLeft: (count: number) =>
      `${count} recovery ${count === 1 ? "code" : "codes"} left. Make new codes.`,
    noCodes: "No recovery codes. Make some, for the day your phone is lost.",
    codesNotSaved: "You have not said that you saved your recovery codes.",
    notUsedForAYear: (label: string) => `You have not used ${label} for a year.`,
    recoveryBanner: (remaining: number) =>
      `You have ${remaining} recovery ${remaining === 1 ? "code" : "codes"} left.`,
    recoveryAdvice:
      "You signed in with a recovery code. If your phone is lost, add a new authenticator app now: within 10 minutes of signing in this needs no other code. Then remove the old one. Later, sign in again with another recovery code.",

    settingsTitle: "Sign-in settings",
    settingsLegend: "When to ask for a second step",
    settingOff: "Off — password only",
    settingEveryTime: "Every time I sign in",
    settingNeedsApp: "Add an authenticator app first.",
    requiredBy: (name: string) => `Your project ${name} requires this.`,
    update: "Update",
    updatedToast: "Sign-in settings updated",
    unchanged: "Nothing to update.",

    waysTitle: "Ways to get a code",
    appsTitle: "Authenticator apps",
    noApps: "No authenticator apps yet.",
    addApp: "Add an authenticator app",
    isDefault: "Default",
    added: (at: string) => `Added ${dateText(LOCALE, at)}`,
    lastUsed: (at: string) => `Last used ${relativeDayText(LOCALE, at)}`,
    neverUsed: "Not used yet",
    more: (label: string) => `More for ${label}`,
    rename: "Rename",
    makeDefault: "Make default",
    remove: "Remove",
    renameTitle: (label: string) => `Rename ${label}`,
    nameLabel: "Name",
    nameEmpty: "Enter a name",
    nameInvalid: "Use up to 64 letters, numbers and signs",
    renamedToast: "Name changed",
    defaultToast: (label: string) => `${label} is now the default`,
    removeTitle: (label: string) => `Remove ${label}?`,
    removeText:
      "Its codes stop working at once. Your other devices are signed out. Delete the entry in the app yourself.",
    removeLastText:
      "This is your only way to get a code. Removing it disables two-factor authentication.",
    removedToast: (label: string) => `${label} was removed`,

    codesTitle: "Recovery codes",
    codesState: (remaining: number, total: number, at: string) =>
      `${remaining} of ${total} left · made ${dateText(LOCALE, at)}`,
    codesNone: "None",
    makeNewCodes: "Make new codes",
  },

  totp: {
    step: (step: number, of: number) => `Step ${step} of ${of}`,
    scanTitle: "Scan this code",
    scanText: "Open your authenticator app and scan.",
    qrAlt: "QR code for your authenticator app",
    openApp: "Open in an authenticator app",
    cannotScan: "Cannot scan? Enter a set-up key",
    setUpKey: "Set-up key",
    copyKey: "Copy key",
    keyDetails: (account: string) =>
      `Account: ${account} · Type: time based, 6 numbers, 30 seconds`,
    nameLabel: "Name for this app",
    nameDefault: "Authenticator app",
    codeTitle: "Enter the code from the app",
    codeText: "The app now shows a 6-digit code that changes every 30 seconds.",
    endOtherSessions: "Sign out my other devices",
    verify: "Verify",
    resumedText:
      "You began to add an authenticator app. Enter the code it shows. If you did not scan the QR code, start again.",
    startAgainText: "Starting again makes a new QR code. Delete the old entry in your app first.",
    over: "This set-up is over. Start again to get a new QR code",
    addedToast: (label: string) => `${label} was added. Your recovery codes stay the same.`,
  },

  recoveryCodes: {
    title: "Save your recovery codes",
    text: "If you lose your phone, a recovery code is the only way in. Each works once. We show them only now.",
    copy: "Copy",
    download: "Download",
    print: "Print",
    saved: "I have saved these codes",
    whyOff: "Tick the box once the codes are saved.",
    sheetTitle: (product: string) => `${product} recovery codes`,
    sheetAccount: (account: string) => `Account: ${account}`,
    sheetHost: (host: string) => `Site: ${host}`,
    sheetDate: (date: string) => `Made: ${date}`,
    replaces: "These replace all earlier codes.",
    eachOnce: "Each code works once.",
    newTitle: "Make new recovery codes?",
    newText: "Your old codes stop working at once.",
    makeNew: "Make new codes",
    savedToast: "Recovery codes saved",
  },

  stepUp: {
    title: "Confirm it is you",
    aboutTo: "You are about to:",
    onlyThis: "This confirms only this action.",
    actions: {
      "account.factor.add": "add an authenticator app",
      "account.factor.remove": "remove the authenticator app",
      "account.two_factor.disable": "disable two-factor authentication",
      "account.recovery_codes.regenerate": "make new recovery codes",
    },
    unknownAction: (action: string) => `do this: ${action}`,
    from: (label: string) => `From your authenticator app “${label}”.`,
  },

  time: {
    date: (at: string | number) => dateText(LOCALE, at),
    clock: (atMillis: number) => clockText(LOCALE, atMillis),
    wait: (seconds: number) => durationText(LOCALE, seconds),
  },
} as const;

import { comingMomentText, dateText, momentText, relativeDayText } from "../time-text.ts";

const LOCALE = "en-GB";

// The words are settled: two-factor authentication, second step, authenticator app, recovery code, set-up
// key; Enable and Disable for the feature, Add and Remove for items.

/** What is read in one's account. */
export const accountTexts = {
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
      "You sign in with your password only. Your ways to get a code are kept, and still confirm changes here.",
    or: " or ",
    enable: "Enable two-factor authentication",
    disable: "Disable",
    enabledToast: "Two-factor authentication is enabled",
    disabledToast: "Two-factor authentication is disabled",
    disableTitle: "Disable two-factor authentication?",
    disableText:
      "From then on your password alone opens your account. Your ways to get a code stay in the list.",
    statusSuspended:
      "You sign in with your password and a recovery code: no way to get a code is in use.",
    noneInUse: "No way to get a code is in use. Add one.",
    onlyWay: "Only one way to get in. Add another.",
    codesLeft: (count: number) =>
      `${count} recovery ${count === 1 ? "code" : "codes"} left. Make new codes.`,
    noCodes: "No recovery codes. Make some, for the day your phone is lost.",
    codesNotSaved: "You have not said that you saved your recovery codes.",
    notUsedForAYear: (label: string) => `You have not used ${label} for a year.`,
    recoveryBanner: (remaining: number) =>
      remaining === 0
        ? "That was your last recovery code."
        : `You have ${remaining} recovery ${remaining === 1 ? "code" : "codes"} left.`,
    recoveryAdvice: (areCodesLeft: boolean) =>
      `You signed in with a recovery code. If your phone was stolen, suspend its entry below now. Add a new authenticator app: within 10 minutes of signing in neither needs another code. With the new one you can remove the old one.${areCodesLeft ? " After 10 minutes, sign in again with another recovery code." : " Do not leave before the new one is added."}`,
    recoveryFew: "Then make new recovery codes.",

    settingsTitle: "Sign-in settings",
    settingsLegend: "When to ask for a second step",
    settingOff: "Off — password only",
    settingEveryTime: "Every time I sign in",
    settingOncePerDevice: "Once per device — ask again after 30 days",
    settingNeedsFactor: "Add a way to get a code first.",
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
    isSuspended: "Suspended",
    isDisabled: "Disabled",
    disabledText: "50 wrong codes in a row. Remove it and add it again.",
    suspend: "Suspend",
    resume: "Use again",
    suspendTitle: (label: string) => `Suspend ${label}?`,
    suspendText:
      "Its codes stop working at once. With another way to get a code you can use it again or remove it.",
    suspendLastText: (remaining: number, canAdd: boolean) =>
      `Its codes stop working at once, and no other way to get a code is in use. ${canAdd ? "Add your new one right after this." : "From then on you sign in with a recovery code."} ${remaining === 0 ? "You have no recovery codes left." : `You have ${remaining} recovery ${remaining === 1 ? "code" : "codes"} left.`}`,
    suspendedToast: (label: string) => `${label} is suspended`,
    resumedToast: (label: string) => `${label} is in use again`,
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

  replacement: {
    choose: "I no longer have it",
    title: (label: string) => `Replace ${label}?`,
    text: "We tell all your e-mail addresses now. After 24 hours, sign in with your password in this browser and choose “I cannot use any of these”: then you can add a new app. Until then you can cancel. Other devices will be signed out, and for another 24 hours nothing else that needs a code can be changed.",
    request: "Replace in 24 hours",
    requestedToast: (at: string) => `You can replace it: ${comingMomentText(LOCALE, at)}`,
    waiting: (label: string, at: string, ip: string, readyAt: string) =>
      `Somebody signed in from ${ip} asked to replace ${label} (${momentText(LOCALE, at)}). It becomes possible ${comingMomentText(LOCALE, readyAt)}. If it was not you, cancel it now and change your password.`,
    cancel: "Cancel the replacement",
    cancelledToast: "The replacement is cancelled",
    held: (until: string) =>
      `Your authenticator app was replaced. For your safety, other changes that need a code wait until ${comingMomentText(LOCALE, until)}.`,
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
    cannotUseIt: "I cannot use this",
    noWayTitle: "If you have no code",
    noWayIntro: "What can help:",
    noWayCodes: (remaining: number) =>
      `Sign out, and sign in with a recovery code: you have ${remaining} left. Then you can suspend the app you lost and add a new one at once.`,
    noWayNoCodes: "Recovery codes would help, but you have none left.",
    noWayReplace:
      "Here, under Account, Security, choose “I no longer have it” in the app's menu. With your password it can be replaced 24 hours later. This takes a browser that was signed in to with a code.",
    noWayOperator: (host: string) => `If nothing above helps, ask whoever runs ${host}.`,
    aboutTo: "You are about to:",
    onlyThis: "This confirms only this action.",
    onlyThese: "This confirms only these actions.",
    actions: {
      "account.factor.add": "add a way to get a code",
      "account.factor.remove": "remove a way to get a code",
      "account.factor.invite": "invite a second person to add an authenticator app",
      "account.factor.approve": "approve the authenticator app of a second person",
      "account.factor.replace": "ask to replace the authenticator app",
      "account.factor.suspend": "suspend a way to get a code",
      "account.factor.resume": "use a suspended way to get a code again",
      "account.password.change": "change your password",
      "account.email.change": "change your e-mail addresses",
      "account.delete": "delete your account for good",
      "account.two_factor.disable": "disable two-factor authentication",
      "account.sign_in_setting.weaken": "ask for a second step once per device only",
      "account.recovery_codes.regenerate": "make new recovery codes",
    },
    /** Where the page knows what the action is done to. */
    factorActions: {
      totp: {
        "account.factor.remove": "remove the authenticator app",
        "account.factor.suspend": "suspend the authenticator app",
        "account.factor.resume": "use the suspended authenticator app again",
      },
      sms: {
        "account.factor.remove": "remove the phone number",
        "account.factor.suspend": "suspend the phone number",
        "account.factor.resume": "use the suspended phone number again",
      },
    },
    unknownAction: (action: string) => `do this: ${action}`,
    fromApp: "From your authenticator app.",
    from: (label: string) => `From your authenticator app “${label}”.`,
  },
} as const;

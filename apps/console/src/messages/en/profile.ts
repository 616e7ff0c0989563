/** What is read about one's addresses, one's password, and deleting the account. */
export const profileTexts = {
  profile: {
    title: "Account",
    retiredTitle: "Choose a new password",
    retiredText:
      "Somebody else entered your right password, and then wrong codes again and again. Nobody got in, but the password is no secret any more. Choose a new one to go on.",
    retiredInRecovery:
      "You signed in with a recovery code, which allows no new password here. Have a link mailed and choose it there. Then sign in with it and another recovery code, and add a new authenticator.",
    resetByMail: "Mail me a link",
    emailsTitle: "E-mail addresses",
    emailsIntro:
      "You can sign in with any of them. Messages about your account's safety go to all of them.",
    primary: "Primary",
    added: (date: string) => `Added ${date}`,
    waiting: "Waiting for the code that we sent there",
    enterCode: "Enter code",
    enterCodeFor: (email: string) => `Enter the code sent to ${email}`,
    addEmail: "Add an e-mail address",
    addEmailTitle: "Add an e-mail address",
    addEmailText: "We send a code there, to be sure that it is yours.",
    sendCode: "Send code",
    codeTitle: "Check your e-mail",
    codeText: (email: string) =>
      `We sent an e-mail to ${email}. Enter the 6-digit code from it; it works for 10 minutes.`,
    codeWrong: "That code is not right. Check the e-mail and try again",
    codeEnded:
      "The code has expired or was wrong too often. Add the address again to get a new one",
    addedToast: (email: string) => `${email} was added`,
    more: (email: string) => `More for ${email}`,
    makePrimary: "Make primary",
    primaryToast: (email: string) => `${email} is now the primary address`,
    remove: "Remove",
    removeTitle: (email: string) => `Remove ${email}?`,
    removeText:
      "You cannot sign in with it any more. We tell this address too that it was removed.",
    removedToast: (email: string) => `${email} was removed`,

    passwordTitle: "Password",
    passwordText:
      "Changing it signs out all your other devices. Two-factor authentication stays as it is.",
    changePassword: "Change password",
    changePasswordTitle: "Change your password",
    newPassword: "New password",
    newCodesToo: "Make new recovery codes too",
    newCodesTooHint: "Your old codes stop working at once. One code confirms both.",
    codesNotMade: "No new recovery codes were made. Make them again under Security",
    changedToast: "Password changed. Your other devices were signed out.",

    deleteTitle: "Delete account",
    deleteText:
      "Your account goes with everything in it, at once and for good. Nobody can bring it back.",
    deleteAccount: "Delete account",
    deleteConfirmTitle: "Delete your account for good?",
    deleteConfirmText:
      "Your authenticator apps, recovery codes, addresses and sessions go with it. Nobody can bring them back.",
    deleteType: (email: string) => `Type ${email} to confirm`,
    deleteMismatch: (email: string) => `This is not ${email}`,
    deleteForGood: "Delete for good",
  },
};

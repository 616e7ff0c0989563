import type { DeviceFacts, NoticeTexts } from "./notice-kinds.ts";

/** The notices in English. */
export const englishNotices: NoticeTexts = {
  factor_added: ({ factorLabel, isFirst }) => ({
    subject: isFirst
      ? "Two-factor authentication was enabled"
      : "An authenticator app was added to your account",
    text: isFirst
      ? `The authenticator app “${factorLabel}” was added to your account. Signing in now needs a code from it. Eight recovery codes were made.`
      : `The authenticator app “${factorLabel}” was added to your account. Its codes can be used to sign in.`,
  }),
  phone_added: ({ factorLabel, isFirst }) => ({
    subject: "A phone was added to your account",
    text: `The phone “${factorLabel}” was added to your account. Codes can be sent to it.${isFirst ? " Eight recovery codes were made. Choose under Account, Security when to be asked for a second step." : ""}`,
  }),
  phone_removed: ({ factorLabel, isLast }) => ({
    subject: isLast
      ? "Two-factor authentication was disabled"
      : "A phone was removed from your account",
    text: isLast
      ? `Your last way to get a code, the phone “${factorLabel}”, was removed. Your password alone now opens your account, and your recovery codes no longer work.`
      : `The phone “${factorLabel}” was removed from your account. It gets no more codes.`,
  }),
  factor_removed: ({ factorLabel, isLast }) => ({
    subject: isLast
      ? "Two-factor authentication was disabled"
      : "An authenticator app was removed from your account",
    text: isLast
      ? `Your last authenticator app “${factorLabel}” was removed. Your password alone now opens your account, and your recovery codes no longer work.`
      : `The authenticator app “${factorLabel}” was removed from your account. Its codes no longer work.`,
  }),
  factor_suspended: ({ factorLabel, isLast }) => ({
    subject: "A way to get codes was suspended",
    text: `“${factorLabel}” was suspended. Codes from it no longer work.${isLast ? " Until another one is added, only your recovery codes open your account." : ""}`,
  }),
  factor_resumed: ({ factorLabel }) => ({
    subject: "A suspended way to get codes works again",
    text: `“${factorLabel}” was taken into use again. Codes from it can be used to sign in.`,
  }),
  factor_invitation_created: () => ({
    subject: "A second person was invited to your account",
    text: "A link was made with which somebody who knows your password can set up an authenticator app of their own. It works once, for 24 hours. The app opens nothing until you approve it under Account, Security.",
  }),
  factor_invitation_used: ({ factorLabel }) => ({
    subject: "An authenticator app waits for your approval",
    text: `Somebody who has your invitation and knows your password set up the authenticator app “${factorLabel}”. It opens nothing until you approve it under Account, Security. If you do not know whose it is, cancel the invitation there and change your password.`,
  }),
  replacement_requested: ({ factorLabel }) => ({
    subject: "Somebody asked to replace your authenticator app",
    text: `Somebody who is signed in to your account and knows your password asked to replace the authenticator app “${factorLabel}”. It becomes possible in 24 hours. To stop it, sign in, open Account, Security, and choose “Cancel the replacement”.`,
  }),
  replacement_cancelled: () => ({
    subject: "The replacement of your authenticator app was cancelled",
    text: "Nothing was replaced. Your authenticator app works as before.",
  }),
  replacement_completed: ({ factorLabel }) => ({
    subject: "Your authenticator app is being replaced",
    text: `The 24 hours are over and the replacement was completed: the authenticator app “${factorLabel}” is suspended, all other devices are signed out, and a new app can be added. For 24 hours nothing else that needs a code can be changed. If it was not you, sign in with a recovery code and suspend the new app.`,
  }),
  two_factor_enabled: () => ({
    subject: "Two-factor authentication was enabled",
    text: "Signing in to your account now needs a second step.",
  }),
  two_factor_disabled: () => ({
    subject: "Two-factor authentication was disabled",
    text: "Your password alone now opens your account.",
  }),
  recovery_codes_made: ({ count }) => ({
    subject: "New recovery codes were made",
    text: `${count} new recovery codes were made for your account. All earlier codes no longer work.`,
  }),
  recovery_codes_voided: () => ({
    subject: "Your recovery codes no longer work",
    text: "After a fault the data were restored from a backup. You were signed out everywhere, and your recovery codes no longer work, because nobody can tell which of them were used since. Your authenticator app works as before. Sign in with it and make new recovery codes.",
  }),
  recovery_code_used: ({ remaining }) => ({
    subject: "A recovery code was used",
    text: `A recovery code was used to sign in to your account. ${leftText(remaining)}`,
  }),
  code_replayed: () => ({
    subject: "A code was used twice",
    text: "Somebody entered a right code that had been used already, in a browser you have not used before. It was refused. Someone may have seen your code, and may know your password.",
  }),
  password_changed: ({ isReplacementCancelled }) => ({
    subject: "Your password was changed",
    text: `The password of your account was changed by somebody who was signed in. All other sessions were ended.${isReplacementCancelled ? " The replacement of your authenticator app that was waiting was cancelled." : ""}`,
  }),
  password_reset: ({ isReplacementDelayed }) => ({
    subject: "Your password was reset",
    text: `A new password was chosen for your account with a link sent to one of its e-mail addresses. All sessions were ended. Two-factor authentication stays as it was.${isReplacementDelayed ? " The replacement of your authenticator app that was waiting becomes possible 24 hours from now." : ""}`,
  }),
  email_added: ({ email }) => ({
    subject: "An e-mail address was added to your account",
    text: `The address ${email} was added to your account. It can be used to sign in and to choose a new password.`,
  }),
  email_removed: ({ email }) => ({
    subject: "An e-mail address was removed from your account",
    text: `The address ${email} was removed from your account. It can no longer be used to sign in.`,
  }),
  email_preferred: ({ email }) => ({
    subject: "Your main e-mail address was changed",
    text: `The main address of your account is now ${email}. Messages still go to all its addresses.`,
  }),
  account_deleted: () => ({
    subject: "Your account was deleted",
    text: "Your account and everything in it was deleted by somebody who was signed in. It cannot be brought back, and nobody can sign in to it any more. If it was not you, tell whoever runs this installation.",
  }),
  break_glass_opened: () => ({
    subject: "A way into your account was opened by an operator",
    text: "An operator of this installation made a code that stands in once for your second step. It works for 30 minutes and only together with your password. If you did not ask for it, tell the operator at once.",
  }),
  break_glass_opened_for: ({ email }) => ({
    subject: "A way into an account was opened by an operator",
    text: `An operator at the machine made a code that stands in once for the second step of the account ${email}. It works for 30 minutes and only together with the password of that account. If nobody of you did this, somebody else has access to the machine.`,
  }),
  key_rotated: ({ keyId }) => ({
    subject: "The keys of the installation were changed",
    text: `An operator at the machine changed the key that seals everything stored here; it is “${keyId}” now. People notice nothing of it. If nobody of you did this, somebody else has access to the machine.`,
  }),
  new_browser: () => ({
    subject: "You signed in from a new browser",
    text: "Somebody signed in to your account with your password and your second step, in a browser that was not used for it before.",
  }),
  sign_in_setting_changed: ({ isOncePerDevice }) => ({
    subject: "Your sign-in settings were changed",
    text: isOncePerDevice
      ? "Signing in to your account no longer needs a second step every time: a device that is trusted at a second step is not asked for one again for 30 days."
      : "Signing in to your account now needs a second step every time. No device is trusted any more.",
  }),
  device_trusted: (device) => ({
    subject: "A device is trusted now",
    text: `Somebody signed in to your account with your password and your second step${deviceText(device)}, and chose to trust that device: for 30 days the password is enough there.`,
  }),
  trusted_device_stolen: (device) => ({
    subject: "A trusted device may have been copied",
    text: `Your right password was entered together with an old key of your trusted device${deviceText(device)}. Somebody may have copied that key and signed in with it. No device is trusted any more, and you were signed out everywhere. Change your password.`,
  }),
  password_doubted: ({ failures }) => ({
    subject: "Somebody may know your password",
    text: `Your right password was followed by ${failures} wrong codes, in a browser that was not used for your account before. Nobody got in. If this was not you, change your password now: after more wrong codes it will stop working.`,
  }),
  password_retired: ({ failures }) => ({
    subject: "Your password was retired",
    text: `Your right password was followed by ${failures} wrong codes, in browsers that were not used for your account before. Nobody got in. Your password is retired: choose a new one, by “Forgot your password?” or by signing in from a browser you use.`,
  }),
  factor_disabled: ({ factorLabel, failures }) => ({
    subject: "A way to get codes was disabled",
    text: `${failures} wrong codes in a row were entered for “${factorLabel}”. Codes from it no longer work. Your other ways to sign in are unaffected. To use it again, remove it and set it up anew.`,
  }),
};

function deviceText({ browser, system }: DeviceFacts): string {
  const names = [browser, system].filter((name) => name !== undefined);
  return names.length === 0 ? "" : ` (${names.join(" on ")})`;
}

function leftText(remaining: number): string {
  if (remaining === 0) return "It was the last one: make new codes.";
  return remaining === 1 ? "1 code is left." : `${remaining} codes are left.`;
}

import type { NoticeTexts } from "./notice-kinds.ts";

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
  factor_removed: ({ factorLabel, isLast }) => ({
    subject: isLast
      ? "Two-factor authentication was disabled"
      : "An authenticator app was removed from your account",
    text: isLast
      ? `Your last authenticator app “${factorLabel}” was removed. Your password alone now opens your account, and your recovery codes no longer work.`
      : `The authenticator app “${factorLabel}” was removed from your account. Its codes no longer work.`,
  }),
  factor_suspended: ({ factorLabel, isLast }) => ({
    subject: "An authenticator app of your account was suspended",
    text: `The authenticator app “${factorLabel}” was suspended. Its codes no longer work.${isLast ? " Until another one is added, only your recovery codes open your account." : ""}`,
  }),
  factor_resumed: ({ factorLabel }) => ({
    subject: "A suspended authenticator app works again",
    text: `The authenticator app “${factorLabel}” was taken into use again. Its codes can be used to sign in.`,
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
  recovery_code_used: ({ remaining }) => ({
    subject: "A recovery code was used",
    text: `A recovery code was used to sign in to your account. ${leftText(remaining)}`,
  }),
  code_replayed: () => ({
    subject: "A code was used twice",
    text: "Somebody entered a right code that had been used already, in a browser you have not used before. It was refused. Someone may have seen your code, and may know your password.",
  }),
  password_changed: () => ({
    subject: "Your password was changed",
    text: "The password of your account was changed by somebody who was signed in. All other sessions were ended.",
  }),
  password_reset: () => ({
    subject: "Your password was reset",
    text: "A new password was chosen for your account with a link sent to one of its e-mail addresses. All sessions were ended. Two-factor authentication stays as it was.",
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
    text: "Your account and everything in it was deleted by somebody who was signed in. It cannot be brought back.",
  }),
  new_browser: () => ({
    subject: "You signed in from a new browser",
    text: "Somebody signed in to your account with your password and your second step, in a browser that was not used for it before.",
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
    subject: "An authenticator app was disabled",
    text: `${failures} wrong codes in a row were entered for the authenticator app “${factorLabel}”. Its codes no longer work. Your other ways to sign in are unaffected. To use it again, remove it and set it up anew.`,
  }),
};

function leftText(remaining: number): string {
  if (remaining === 0) return "It was the last one: make new codes.";
  return remaining === 1 ? "1 code is left." : `${remaining} codes are left.`;
}

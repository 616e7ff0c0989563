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
};

function leftText(remaining: number): string {
  if (remaining === 0) return "It was the last one: make new codes.";
  return remaining === 1 ? "1 code is left." : `${remaining} codes are left.`;
}

import type { MailMessage } from "./mailer.ts";

/** The message with the link that sets a new password. The token stands behind `#`: no server log has it. */
export function passwordResetMail(mail: {
  readonly productName: string;
  readonly to: string;
  readonly resetUrl: string;
  readonly token: string;
  readonly expiresAtMillis: number;
}): MailMessage {
  const { productName, to, resetUrl, token, expiresAtMillis } = mail;
  return {
    to,
    subject: `Choose a new ${productName} password`,
    text: [
      `Somebody, perhaps you, asked for a new password for your ${productName} account.`,
      "Open this page to choose one. It works once, for 30 minutes:",
      `${resetUrl}#${token}`,
      "It changes nothing but the password: two-factor authentication stays as it is.",
      "If it was not you, ignore this message: nothing has changed.",
    ].join("\n\n"),
    expiresAtMillis,
  };
}

import type { MailMessage } from "./mailer.ts";

interface SignUpMail {
  readonly productName: string;
  readonly to: string;
  readonly expiresAtMillis: number;
}

/** The message with the code that proves the address. */
export function signUpCodeMail(mail: SignUpMail & { readonly code: string }): MailMessage {
  const { productName, to, code, expiresAtMillis } = mail;
  return {
    to,
    subject: `${code} is your ${productName} code`,
    text: [
      `Your ${productName} code is ${code}.`,
      "It works for 10 minutes, in the browser where you signed up.",
      "If you did not sign up, ignore this message: without the code nothing happens.",
    ].join("\n\n"),
    expiresAtMillis,
  };
}

/** The message to an address that has an account already. It holds no code: there is nothing to prove. */
export function signUpExistingMail(mail: SignUpMail): MailMessage {
  const { productName, to, expiresAtMillis } = mail;
  return {
    to,
    subject: `You already have a ${productName} account`,
    text: [
      `Somebody, perhaps you, tried to sign up to ${productName} with this address.`,
      "It already has an account, so no new one was made. Sign in with your password instead.",
      "If it was not you, ignore this message: nothing has changed.",
    ].join("\n\n"),
    expiresAtMillis,
  };
}

import type { MailMessage } from "./mailer.ts";

interface AccountEmailMail {
  readonly productName: string;
  readonly to: string;
  readonly expiresAtMillis: number;
}

/** The message with the code that proves a further address of an account. */
export function emailAdditionMail(mail: AccountEmailMail & { readonly code: string }): MailMessage {
  const { productName, to, code, expiresAtMillis } = mail;
  return {
    to,
    subject: `${code} is your ${productName} code`,
    text: [
      `Your ${productName} code is ${code}.`,
      "It adds this address to the account that asked for it. It works for 10 minutes, in the browser that asked.",
      "If you did not ask, ignore this message: without the code nothing happens.",
    ].join("\n\n"),
    expiresAtMillis,
  };
}

/** The message to an address that is somebody's already. It holds no code: there is nothing to prove. */
export function emailTakenMail(mail: AccountEmailMail): MailMessage {
  const { productName, to, expiresAtMillis } = mail;
  return {
    to,
    subject: `This address belongs to a ${productName} account`,
    text: [
      `Somebody, perhaps you, tried to add this address to another ${productName} account.`,
      "It belongs to an account already, so it was not added. Remove it there first.",
      "If it was not you, ignore this message: nothing has changed.",
    ].join("\n\n"),
    expiresAtMillis,
  };
}

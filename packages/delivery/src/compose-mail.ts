import { type MailMessage, parseEmailAddress } from "@twinlatch/accounts";
import type { SendMailOptions } from "nodemailer";
import { SmtpConfigError } from "./smtp-config-error.ts";

/** Whom the mails are from. */
export interface MailSender {
  /** Shown beside the address, for example the product's name. */
  readonly name?: string | undefined;
  /** The bare address; bounces return to it. */
  readonly address: string;
}

const MAX_SUBJECT_LENGTH = 255;
const MAX_TEXT_LENGTH = 65_536;

/** Control characters and line separators: none belongs in a header (RFC 5322 §2.2). */
const BREAKS_HEADER = /[\p{Cc}\u2028\u2029]/u;

/**
 * Makes of a message what nodemailer sends. Undefined when the address is not exactly one bare
 * address, the subject has a control character or over 255 characters, or the text has over 65,536:
 * such a message could carry headers or recipients of somebody else's choice.
 */
export function composeMail(message: MailMessage, sender: MailSender): SendMailOptions | undefined {
  const { to, subject, text } = message;
  if (!isBareAddress(to)) return undefined;
  if (BREAKS_HEADER.test(subject) || subject.length > MAX_SUBJECT_LENGTH) return undefined;
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  return {
    // Objects, because texts would be parsed as lists of addresses.
    from: { name: sender.name ?? "", address: sender.address },
    to: { name: "", address: to },
    envelope: { from: sender.address, to: [to] },
    subject,
    text,
    // RFC 3834 §5: no out-of-office notes in answer.
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

/** @throws SmtpConfigError `smtp_sender_invalid` */
export function checkMailSender(sender: MailSender): void {
  if (!isBareAddress(sender.address) || BREAKS_HEADER.test(sender.name ?? "")) {
    throw new SmtpConfigError(
      "smtp_sender_invalid",
      "The sender must be one bare e-mail address and a name without line breaks",
    );
  }
}

function isBareAddress(text: string): boolean {
  return parseEmailAddress(text)?.written === text;
}

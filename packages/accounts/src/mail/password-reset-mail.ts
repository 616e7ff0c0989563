import type { Language } from "../notice/language.ts";
import type { MailMessage } from "./mailer.ts";

interface PasswordResetTexts {
  subject(product: string): string;
  text(product: string, link: string): readonly string[];
}

const TEXTS: Readonly<Record<Language, PasswordResetTexts>> = {
  en: {
    subject: (product) => `Choose a new ${product} password`,
    text: (product, link) => [
      `Somebody, perhaps you, asked for a new password for your ${product} account.`,
      "Open this page to choose one. It works once, for 30 minutes:",
      link,
      "It changes nothing but the password: two-factor authentication stays as it is.",
      "If it was not you, ignore this message: nothing has changed.",
    ],
  },
  de: {
    subject: (product) => `Wählen Sie ein neues Passwort für ${product}`,
    text: (product, link) => [
      `Jemand, vielleicht Sie, hat um ein neues Passwort für Ihr Konto bei ${product} gebeten.`,
      "Öffnen Sie diese Seite, um eines zu wählen. Sie gilt einmal, 30 Minuten lang:",
      link,
      "Sie ändert nur das Passwort: Die Zwei-Faktor-Authentisierung bleibt, wie sie ist.",
      "Wenn Sie das nicht waren, beachten Sie diese Nachricht nicht: Es hat sich nichts geändert.",
    ],
  },
};

/** The message with the link that sets a new password. The token stands behind `#`: no server log has it. */
export function passwordResetMail(mail: {
  readonly language: Language;
  readonly productName: string;
  readonly to: string;
  readonly resetUrl: string;
  readonly token: string;
  readonly expiresAtMillis: number;
}): MailMessage {
  const { language, productName, to, resetUrl, token, expiresAtMillis } = mail;
  const texts = TEXTS[language];
  return {
    to,
    subject: texts.subject(productName),
    text: texts.text(productName, `${resetUrl}#${token}`).join("\n\n"),
    expiresAtMillis,
  };
}

import type { Language } from "../notice/language.ts";
import type { MailMessage } from "./mailer.ts";

interface SignUpMail {
  readonly language: Language;
  readonly productName: string;
  readonly to: string;
  readonly expiresAtMillis: number;
}

interface SignUpTexts {
  codeSubject(product: string, code: string): string;
  codeText(product: string, code: string): readonly string[];
  existingSubject(product: string): string;
  existingText(product: string): readonly string[];
}

const TEXTS: Readonly<Record<Language, SignUpTexts>> = {
  en: {
    codeSubject: (product, code) => `${code} is your ${product} code`,
    codeText: (product, code) => [
      `Your ${product} code is ${code}.`,
      "It works for 10 minutes, in the browser where you signed up.",
      "If you did not sign up, ignore this message: without the code nothing happens.",
    ],
    existingSubject: (product) => `You already have a ${product} account`,
    existingText: (product) => [
      `Somebody, perhaps you, tried to sign up to ${product} with this address.`,
      "It already has an account, so no new one was made. Sign in with your password instead.",
      "If it was not you, ignore this message: nothing has changed.",
    ],
  },
  de: {
    codeSubject: (product, code) => `${code} ist Ihr Code für ${product}`,
    codeText: (product, code) => [
      `Ihr Code für ${product} ist ${code}.`,
      "Er gilt 10 Minuten, in dem Browser, in dem Sie das Konto angelegt haben.",
      "Wenn Sie kein Konto anlegen wollten, beachten Sie diese Nachricht nicht: Ohne den Code geschieht nichts.",
    ],
    existingSubject: (product) => `Sie haben schon ein Konto bei ${product}`,
    existingText: (product) => [
      `Jemand, vielleicht Sie, wollte mit dieser Adresse ein Konto bei ${product} anlegen.`,
      "Sie hat schon eines, deshalb wurde kein neues angelegt. Melden Sie sich stattdessen mit Ihrem Passwort an.",
      "Wenn Sie das nicht waren, beachten Sie diese Nachricht nicht: Es hat sich nichts geändert.",
    ],
  },
};

/** The message with the code that proves the address. */
export function signUpCodeMail(mail: SignUpMail & { readonly code: string }): MailMessage {
  const { language, productName, to, code, expiresAtMillis } = mail;
  const texts = TEXTS[language];
  const text = texts.codeText(productName, code).join("\n\n");
  return { to, subject: texts.codeSubject(productName, code), text, expiresAtMillis };
}

/** The message to an address that has an account already. It holds no code: there is nothing to prove. */
export function signUpExistingMail(mail: SignUpMail): MailMessage {
  const { language, productName, to, expiresAtMillis } = mail;
  const texts = TEXTS[language];
  const text = texts.existingText(productName).join("\n\n");
  return { to, subject: texts.existingSubject(productName), text, expiresAtMillis };
}

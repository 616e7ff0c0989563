import type { Language } from "../notice/language.ts";
import type { MailMessage } from "./mailer.ts";

interface AccountEmailMail {
  readonly language: Language;
  readonly productName: string;
  readonly to: string;
  readonly expiresAtMillis: number;
}

interface AccountEmailTexts {
  additionSubject(product: string, code: string): string;
  additionText(product: string, code: string): readonly string[];
  takenSubject(product: string): string;
  takenText(product: string): readonly string[];
}

const TEXTS: Readonly<Record<Language, AccountEmailTexts>> = {
  en: {
    additionSubject: (product, code) => `${code} is your ${product} code`,
    additionText: (product, code) => [
      `Your ${product} code is ${code}.`,
      "It adds this address to the account that asked for it. It works for 10 minutes, in the browser that asked.",
      "If you did not ask, ignore this message: without the code nothing happens.",
    ],
    takenSubject: (product) => `This address belongs to a ${product} account`,
    takenText: (product) => [
      `Somebody, perhaps you, tried to add this address to another ${product} account.`,
      "It belongs to an account already, so it was not added. Remove it there first.",
      "If it was not you, ignore this message: nothing has changed.",
    ],
  },
  de: {
    additionSubject: (product, code) => `${code} ist Ihr Code für ${product}`,
    additionText: (product, code) => [
      `Ihr Code für ${product} ist ${code}.`,
      "Er fügt diese Adresse dem Konto hinzu, das darum gebeten hat. Er gilt 10 Minuten, in dem Browser, der darum gebeten hat.",
      "Wenn Sie nicht darum gebeten haben, beachten Sie diese Nachricht nicht: Ohne den Code geschieht nichts.",
    ],
    takenSubject: (product) => `Diese Adresse gehört zu einem Konto bei ${product}`,
    takenText: (product) => [
      `Jemand, vielleicht Sie, wollte diese Adresse einem anderen Konto bei ${product} hinzufügen.`,
      "Sie gehört schon zu einem Konto, deshalb wurde sie nicht hinzugefügt. Entfernen Sie sie dort zuerst.",
      "Wenn Sie das nicht waren, beachten Sie diese Nachricht nicht: Es hat sich nichts geändert.",
    ],
  },
};

/** The message with the code that proves a further address of an account. */
export function emailAdditionMail(mail: AccountEmailMail & { readonly code: string }): MailMessage {
  const { language, productName, to, code, expiresAtMillis } = mail;
  const texts = TEXTS[language];
  const text = texts.additionText(productName, code).join("\n\n");
  return { to, subject: texts.additionSubject(productName, code), text, expiresAtMillis };
}

/** The message to an address that is somebody's already. It holds no code: there is nothing to prove. */
export function emailTakenMail(mail: AccountEmailMail): MailMessage {
  const { language, productName, to, expiresAtMillis } = mail;
  const texts = TEXTS[language];
  const text = texts.takenText(productName).join("\n\n");
  return { to, subject: texts.takenSubject(productName), text, expiresAtMillis };
}

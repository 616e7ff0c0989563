import type { TextChannel, WriteCode } from "@twinlatch/verifier";
import type { Language } from "../notice/language.ts";
import { toGsmName } from "./gsm-text.ts";

interface CodeWords {
  text(product: string, code: string): string;
  call(product: string, digits: string): string;
  removed(product: string): string;
}

const WORDS: Readonly<Record<Language, CodeWords>> = {
  en: {
    text: (product, code) => `${product}: ${code} is your code. It works for 10 minutes.`,
    call: (product, digits) => `This is ${product}. Your code is ${digits}.`,
    removed: (product) =>
      `${product}: this number gets no more codes. Not you? Sign in and look at your activity.`,
  },
  de: {
    text: (product, code) => `${product}: ${code} ist Ihr Code. Er gilt 10 Minuten.`,
    call: (product, digits) => `Hier ist ${product}. Ihr Code ist ${digits}.`,
    removed: (product) =>
      `${product}: Diese Nummer bekommt keine Codes mehr. Nicht Sie? Melden Sie sich an und sehen Sie Ihre Aktivität an.`,
  },
};

/**
 * Puts codes into words. A text has at most 160 characters of the GSM alphabet: product and code first,
 * and last the line by which browsers know whose code it is (https://wicg.github.io/sms-one-time-codes/).
 */
export function codeWriter(
  { productName, publicHost }: { readonly productName: string; readonly publicHost: string },
  language: Language,
): WriteCode {
  const product = toGsmName(productName);
  const write: Readonly<Record<TextChannel, (code: string) => string>> = {
    sms: (code) => `${WORDS[language].text(product, code)}\n\n@${publicHost} #${code}`,
    voice: (code) => WORDS[language].call(product, [...code].join(", ")),
  };
  return (code, channel) => ({ text: write[channel](code), language });
}

/** What a number is told that gets no more codes. */
export function removedPhoneText(productName: string, language: Language): string {
  return WORDS[language].removed(toGsmName(productName));
}

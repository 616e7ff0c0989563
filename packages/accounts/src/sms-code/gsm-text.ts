/** The letters of the GSM 7-bit default alphabet that fit one septet (3GPP TS 23.038 §6.2.1), blank and up. */
const GSM_LETTERS = new Set(
  " !\"#%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÄÖÑÜ§¿äöñüàèéùìòÇØøÅåÆæßÉ$¥£_",
);

/** With a longer name a text with its host would not fit 160 characters. */
const MAX_NAME = 24;

/** A product's name as it can stand in a text: what the alphabet lacks goes, and what is too long. */
export function toGsmName(name: string): string {
  const plain = [...name].map((letter) => plainLetter(letter)).join("");
  return plain.slice(0, MAX_NAME).trim() || "Code";
}

/** A letter without its accent where the alphabet has no accented one. */
function plainLetter(letter: string): string {
  if (GSM_LETTERS.has(letter)) return letter;
  const base = letter.normalize("NFD").slice(0, 1);
  return GSM_LETTERS.has(base) ? base : "";
}

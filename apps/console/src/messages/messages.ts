import type { Messages } from "./catalogue.ts";
import { english } from "./en.ts";
import { LANGUAGES, type PageLanguage, pickLanguage } from "./language.ts";
import { readChosenLanguage } from "./language-choice.ts";
import { timeTexts } from "./time-text.ts";

const hasPage = typeof document !== "undefined";

/** The language of this page, for as long as it is open. */
export const language: PageLanguage = hasPage
  ? pickLanguage(readChosenLanguage(), navigator.languages)
  : "en";

// English comes with the page; the others are files of their own. They may import nothing at run time that
// the page has too: the page waits for them before anything of it runs.
const CATALOGUES: Readonly<Record<PageLanguage, () => Messages | Promise<Messages>>> = {
  en: () => english,
  de: async () => (await import("./de.ts")).createGerman(timeTexts(LANGUAGES.de.locale)),
  "ar-XB": async () => (await import("./pseudo.ts")).createPseudo(english),
};

/** Every visible text of the console, in the language of this page. */
export const messages: Messages = await CATALOGUES[language]();

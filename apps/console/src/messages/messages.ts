import type { Messages } from "./catalogue.ts";
import { english } from "./en.ts";
import { type PageLanguage, pickLanguage } from "./language.ts";
import { readChosenLanguage } from "./language-choice.ts";

const hasPage = typeof document !== "undefined";

/** The language of this page, for as long as it is open. */
export const language: PageLanguage = hasPage
  ? pickLanguage(readChosenLanguage(), navigator.languages)
  : "en";

// English comes with the page; the others are files of their own. The page waits for them before anything
// of it runs, so that they may import at run time only what the build keeps apart (vite.config.ts).
const CATALOGUES: Readonly<Record<PageLanguage, () => Messages | Promise<Messages>>> = {
  en: () => english,
  de: async () => (await import("./de.ts")).german,
  "ar-XB": async () => (await import("./pseudo.ts")).createPseudo(english),
};

/** Every visible text of the console, in the language of this page. */
export const messages: Messages = await CATALOGUES[language]();

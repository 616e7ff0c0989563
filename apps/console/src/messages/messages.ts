import type { Messages } from "./catalogue.ts";
import { type PageLanguage, pickLanguage } from "./language.ts";
import { readChosenLanguage } from "./language-choice.ts";

const hasPage = typeof document !== "undefined";

/** The language of this page, for as long as it is open. */
export const language: PageLanguage = hasPage
  ? pickLanguage(readChosenLanguage(), navigator.languages)
  : "en";

// Each is a file of its own, so that nobody loads two. The page waits for its own before anything of it
// runs: a catalogue may import at run time only what the build keeps apart from the page (vite.config.ts).
const CATALOGUES: Readonly<Record<PageLanguage, () => Promise<Messages>>> = {
  en: async () => (await import("./en.ts")).english,
  de: async () => (await import("./de.ts")).german,
  "ar-XB": async () =>
    (await import("./pseudo.ts")).createPseudo((await import("./en.ts")).english),
};

/** Every visible text of the console, in the language of this page. */
export const messages: Messages = await CATALOGUES[language]();

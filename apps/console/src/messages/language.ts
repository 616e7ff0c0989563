/** A language that the console is written in. */
export interface LanguageFacts {
  /** As those who speak it write it. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
}

/** Every language there is to choose, under what `lang` says of the page. */
export const LANGUAGES = {
  en: { name: "English", direction: "ltr" },
  de: { name: "Deutsch", direction: "ltr" },
} as const satisfies Readonly<Record<string, LanguageFacts>>;

export type Language = keyof typeof LANGUAGES;

/**
 * Nobody's language: English, longer and from right to left, so that what would clip or overlap in a
 * language to come shows today. Not among those to choose; a browser that stored it gets it.
 */
export const PSEUDO_LANGUAGE = "ar-XB";

export type PageLanguage = Language | typeof PSEUDO_LANGUAGE;

const PSEUDO_FACTS: LanguageFacts = { name: "Pseudo", direction: "rtl" };

/** What goes with the language of a page. */
export function factsOf(language: PageLanguage): LanguageFacts {
  return language === PSEUDO_LANGUAGE ? PSEUDO_FACTS : LANGUAGES[language];
}

/**
 * The language of a page: what the person chose here, else the first of the browser's languages that
 * there is, else English. `de-AT` counts as German.
 */
export function pickLanguage(chosen: string | null, preferred: readonly string[]): PageLanguage {
  if (chosen === PSEUDO_LANGUAGE) return PSEUDO_LANGUAGE;
  const wanted = [...(chosen === null ? [] : [chosen]), ...preferred];
  return wanted.map((tag) => tag.toLowerCase().split("-")[0] ?? "").find(isLanguage) ?? "en";
}

/** Whether the tag is that of a language to choose. */
export function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}

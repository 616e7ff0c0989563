/** Languages that notices and pages are written in, as BCP 47 names them. */
export const LANGUAGES = ["en", "de"] as const;

export type Language = (typeof LANGUAGES)[number];

/** What is spoken to whoever asked for nothing we speak. */
export const DEFAULT_LANGUAGE: Language = "en";

/** Whether the text names one of our languages. */
export function isLanguage(text: unknown): text is Language {
  return LANGUAGES.some((language) => language === text);
}

import type { Language } from "./language.ts";

const KEY = "twinlatch.language";

/** The language that was chosen in this browser; null where none was, or nothing can be kept. */
export function readChosenLanguage(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // The browser keeps nothing for this site: its own languages decide.
    return null;
  }
}

/** Keeps the choice for this browser. False where nothing can be kept. */
export function keepChosenLanguage(language: Language): boolean {
  try {
    localStorage.setItem(KEY, language);
    return true;
  } catch {
    return false;
  }
}

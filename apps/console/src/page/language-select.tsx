import { useId } from "react";
import { isLanguage, LANGUAGES, type Language } from "../messages/language.ts";
import { keepChosenLanguage } from "../messages/language-choice.ts";
import { language, messages } from "../messages/messages.ts";
import styles from "./language-select.module.css";

export interface LanguageSelectProps {
  /** Done before the page comes again in the language; default: nothing. */
  readonly onChoose?: (language: Language) => Promise<unknown>;
}

/** The choice of a language, each under its own name. The page comes again in the one chosen. */
export function LanguageSelect({ onChoose }: LanguageSelectProps) {
  const id = useId();
  async function choose(chosen: string) {
    if (!isLanguage(chosen)) return;
    await onChoose?.(chosen);
    if (keepChosenLanguage(chosen)) location.reload();
  }
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{messages.common.language}</label>
      <select
        id={id}
        className={styles.select}
        value={isLanguage(language) ? language : ""}
        onChange={(event) => void choose(event.target.value)}
      >
        {!isLanguage(language) && <option value="">{language}</option>}
        {Object.entries(LANGUAGES).map(([tag, { name }]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

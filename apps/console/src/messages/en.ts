import { accountTexts } from "./en/account.ts";
import { entryTexts } from "./en/entry.ts";
import { LANGUAGES } from "./language.ts";
import { clockText, dateText, durationText } from "./time-text.ts";

const LOCALE = LANGUAGES.en.locale;

/** Every visible text of the console in English. */
export const english = {
  ...entryTexts,
  ...accountTexts,
  time: {
    date: (at: string | number) => dateText(LOCALE, at),
    clock: (atMillis: number) => clockText(LOCALE, atMillis),
    wait: (seconds: number) => durationText(LOCALE, seconds),
  },
} as const;

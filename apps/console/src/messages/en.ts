import { account } from "./en/account.ts";
import { entry } from "./en/entry.ts";
import { LANGUAGES } from "./language.ts";
import { timeTexts } from "./time-text.ts";

const { date, clock, wait } = timeTexts(LANGUAGES.en.locale);

/** Every visible text of the console in English. */
export const english = { ...entry, ...account, time: { date, clock, wait } } as const;

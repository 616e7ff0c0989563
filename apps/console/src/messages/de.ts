import type { Messages } from "./catalogue.ts";
import { germanAccount } from "./de/account.ts";
import { germanEntry } from "./de/entry.ts";
import { clockText, dateText, durationText } from "./time-text.ts";

const LOCALE = "de-DE";

/** Every visible text of the console in German. */
export const german: Messages = {
  ...germanEntry,
  ...germanAccount,
  time: {
    date: (at) => dateText(LOCALE, at),
    clock: (atMillis) => clockText(LOCALE, atMillis),
    wait: (seconds) => durationText(LOCALE, seconds),
  },
};

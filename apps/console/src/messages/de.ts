import type { Messages } from "./catalogue.ts";
import { germanAccount } from "./de/account.ts";
import { germanEntry } from "./de/entry.ts";
import type { TimeTexts } from "./time-text.ts";

/** Every visible text of the console in German. */
export function createGerman(time: TimeTexts): Messages {
  const { date, clock, wait } = time;
  return { ...germanEntry, ...germanAccount(time), time: { date, clock, wait } };
}

import { language, messages } from "../../messages/messages.ts";
import { type Country, countryName, parseNumber, type TypedNumber } from "./number-plans.ts";

/** A telephone number being typed. */
export interface PhoneEntry {
  /** ISO 3166-1 alpha-2; empty while none is chosen. */
  readonly country: string;
  /** As it was typed. */
  readonly text: string;
}

/** The number that was typed, or what is wrong with it and where. */
export type ReadPhone =
  | { readonly ok: true; readonly number: TypedNumber }
  | { readonly ok: false; readonly field: "country" | "number"; readonly error: string };

/** An empty entry, in the country that the browser's languages speak of, where it is among the countries. */
export function beginPhone(
  countries: readonly Country[],
  languages: readonly string[],
): PhoneEntry {
  const locales = languages.flatMap(readLocale);
  const spoken = [...locales, ...locales.map((locale) => locale.maximize())]
    .map(({ region }) => region)
    .find((region) => region !== undefined);
  const [only, ...others] = countries;
  const isKnown = countries.some(({ code }) => code === spoken);
  if (isKnown && spoken !== undefined) return { country: spoken, text: "" };
  return { country: only !== undefined && others.length === 0 ? only.code : "", text: "" };
}

/** The text changed: a number with its country's plus sign chooses that country. */
export function typePhone(
  entry: PhoneEntry,
  text: string,
  countries: readonly Country[],
): PhoneEntry {
  const country = isInternational(text) ? parsePhone({ ...entry, text })?.country : undefined;
  const isKnown = countries.some(({ code }) => code === country);
  return { country: isKnown && country !== undefined ? country : entry.country, text };
}

/** A country was chosen: what was typed is now a number there. */
export function chooseCountry(entry: PhoneEntry, country: string): PhoneEntry {
  const { text } = entry;
  return { country, text: isInternational(text) ? (parsePhone(entry)?.national ?? "") : text };
}

/** Looks at what was typed, before anything is sent. */
export function readPhone(entry: PhoneEntry, countries: readonly Country[]): ReadPhone {
  const { country, text } = entry;
  if (text.trim() === "") return wrong("number", messages.sms.numberEmpty);
  if (country === "" && !isInternational(text)) return wrong("country", messages.sms.chooseCountry);
  const number = parsePhone(entry);
  if (number?.isPossible !== true) return wrong("number", invalidText(number?.country ?? country));
  const isRefused =
    number.country !== undefined && countries.every(({ code }) => code !== number.country);
  return isRefused
    ? wrong("number", messages.problem.countryNotTexted(countryName(number.country, language)))
    : { ok: true, number };
}

/** What a number of that country is told that none can be like; of any, where it has none. */
export function invalidText(country: string): string {
  return country === ""
    ? messages.sms.numberEmpty
    : messages.sms.numberInvalid(countryName(country, language));
}

/** A browser's language; nothing where it is named as no language can be, such as `en-US@posix`. */
function readLocale(tag: string): readonly Intl.Locale[] {
  try {
    return [new Intl.Locale(tag)];
  } catch {
    return [];
  }
}

/** A number with its country, as it is dialled from abroad. */
function isInternational(text: string): boolean {
  return /^\s*(?:[+＋]|00)/.test(text);
}

function parsePhone({ country, text }: PhoneEntry): TypedNumber | undefined {
  return parseNumber(text.trim().replace(/^00/, "+"), country);
}

function wrong(field: "country" | "number", error: string): ReadPhone {
  return { ok: false, field, error };
}

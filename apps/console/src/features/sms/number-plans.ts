import {
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js/min";

/** A country that numbers can be of. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly name: string;
  /** With its plus sign. */
  readonly callingCode: string;
}

/** A number as it was typed, understood. */
export interface TypedNumber {
  readonly e164: string;
  /** In groups, as it is written abroad: `+41 79 123 45 67`. */
  readonly international: string;
  /** Without what stands for the country. */
  readonly national: string;
  /** ISO 3166-1 alpha-2; undefined while the digits do not tell, and for numbers of no country. */
  readonly country: string | undefined;
  /** Whether a phone can have it. */
  readonly isPossible: boolean;
}

/** The countries that codes can be sent to, by their names in a language. Null allows all. */
export function listCountries(
  allowed: readonly string[] | null,
  language: string,
): readonly Country[] {
  const order = new Intl.Collator(language);
  return getCountries()
    .filter((code) => allowed === null || allowed.includes(code))
    .map((code) => ({
      code,
      name: countryName(code, language),
      callingCode: `+${getCountryCallingCode(code)}`,
    }))
    .toSorted((one, other) => order.compare(one.name, other.name));
}

/** Reads a number typed in a country, or with its plus sign in any; undefined where it is none yet. */
export function parseNumber(text: string, country: string): TypedNumber | undefined {
  const parsed = parsePhoneNumberFromString(text, {
    ...(isSupportedCountry(country) && { defaultCountry: country }),
    extract: false,
  });
  if (parsed === undefined || parsed.ext !== undefined) return undefined;
  return {
    e164: parsed.number,
    international: parsed.formatInternational(),
    national: parsed.formatNational(),
    country: countryOf(parsed),
    isPossible: parsed.isPossible(),
  };
}

/** The name of a country in a language. */
export function countryName(code: string, language: string): string {
  return new Intl.DisplayNames([language], { type: "region" }).of(code) ?? code;
}

/** The country of a number, also while only its calling code says so. */
function countryOf(number: PhoneNumber): string | undefined {
  return number.country ?? number.getPossibleCountries()[0];
}

import type { PhoneNumber, PhoneNumbers, PhoneNumberUse } from "@twinlatch/verifier";
import { type PhoneNumberType, parsePhoneNumberFromString } from "libphonenumber-js/max";

/** What a type of number is good for. What is not here is nobody's phone: premium, shared cost, paging … */
const USE_OF: ReadonlyMap<PhoneNumberType, PhoneNumberUse> = new Map([
  ["MOBILE", "mobile"],
  ["FIXED_LINE_OR_MOBILE", "mobile"],
  ["VOIP", "mobile"],
  ["FIXED_LINE", "fixed"],
]);

/** The numbering plans of all countries, from libphonenumber's full metadata. */
export class NumberPlans implements PhoneNumbers {
  parse(text: string): PhoneNumber | undefined {
    const parsed = parsePhoneNumberFromString(text);
    if (parsed === undefined || !parsed.isValid() || parsed.ext !== undefined) return undefined;
    const { number: e164, country } = parsed;
    // Satellite and other networks above the countries have numbers of their own, and prices.
    const type = country === undefined ? undefined : parsed.getType();
    const use = (type && USE_OF.get(type)) ?? "refused";
    return { e164, country, use };
  }
}

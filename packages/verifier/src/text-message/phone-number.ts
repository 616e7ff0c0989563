/**
 * What a number is for, as its country's plan says. `mobile` takes texts and calls, `fixed` only calls.
 * `refused`: premium, shared-cost, satellite and other ranges that nobody's phone has.
 */
export type PhoneNumberUse = "mobile" | "fixed" | "refused";

/** A number that could exist. */
export interface PhoneNumber {
  /** `+` and at most 15 digits. */
  readonly e164: string;
  /** ISO 3166-1 alpha-2; undefined for numbers that belong to no country. */
  readonly country: string | undefined;
  readonly use: PhoneNumberUse;
}

/** What is known of telephone numbers. */
export interface PhoneNumbers {
  /** Reads a number in E.164 form. Undefined when no number can be like this. */
  parse(text: string): PhoneNumber | undefined;
}

/** Digits at the end of a number that its neighbours differ in: a block of ten thousand. */
const NEIGHBOUR_DIGITS = 4;

/** What a number shares with its neighbours. Names no phone. */
export function prefixOf(e164: string): string {
  return e164.slice(0, -NEIGHBOUR_DIGITS);
}

/** All that is ever shown of a number: its last two digits. */
export function hintOf(e164: string): string {
  return e164.slice(-2);
}

import type { Random } from "./random.ts";

const DIGITS = 6;
const CODES = 10 ** DIGITS;
/** The largest multiple of 10^6 below 2^32: values from here on would favour some codes. */
const UNIFORM_BELOW = Math.floor(2 ** 32 / CODES) * CODES;

/** Makes a code of six digits, every one of the million as likely as any other. */
export function newDigitCode(random: Random): string {
  for (;;) {
    const value = new DataView(random.bytes(4).slice().buffer).getUint32(0);
    if (value < UNIFORM_BELOW) return String(value % CODES).padStart(DIGITS, "0");
  }
}

const SIX_DIGITS = /^[0-9]{6}$/;

/** Whether a text has the shape of a code. Anything else is compared with nothing. */
export function isDigitCode(text: string): boolean {
  return SIX_DIGITS.test(text);
}

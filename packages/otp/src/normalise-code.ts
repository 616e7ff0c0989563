/** White space, dashes of any length (the minus sign too), and characters without width. */
const SEPARATORS = /[\s\p{Dash}\p{Cf}]/gu;

/**
 * What a person typed or pasted as a code, brought to the form that verification takes: decimal
 * digits of any script become ASCII digits; white space, dashes and invisible characters go.
 * Everything else stays where it is, so that the caller can say what is wrong with it.
 *
 * For the side that a person types into. A verifier takes codes as they come, so that one code has
 * one spelling in its throttle and in its record of spent codes.
 *
 * @example
 * normaliseCode(" 123–456 "); // "123456"
 * normaliseCode("١٢٣ ٤٥٦"); // "123456"
 * normaliseCode("123.456"); // "123.456"
 */
export function normaliseCode(text: string): string {
  return text
    .replace(SEPARATORS, "")
    .replace(/\p{Nd}/gu, (digit) => String(decimalValue(digit.codePointAt(0) ?? 0)));
}

/**
 * Unicode guarantees that decimal digits come in runs of ten in ascending order, starting at zero
 * (Unicode Standard §4.6), so the distance from the start of the run tells the value. Runs may
 * touch: the mathematical digits are five in a row.
 */
function decimalValue(codePoint: number): number {
  let first = codePoint;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (codePoint - first) % 10;
}

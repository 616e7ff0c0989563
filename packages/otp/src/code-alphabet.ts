/**
 * How a truncated HMAC value is written as text. A code is that value in base `symbols.length`,
 * cut to a number of symbols; authenticators differ only in the symbols and in their order.
 */
export interface CodeAlphabet {
  /** Distinct characters, the one at index n standing for the digit value n. */
  readonly symbols: string;
  /** Which end of the number is written first. */
  readonly leadingSymbol: "most-significant" | "least-significant";
}

/** RFC 4226 §5.3: the value modulo 10^digits, in ASCII digits with leading zeros. */
export const DECIMAL_ALPHABET: CodeAlphabet = {
  symbols: "0123456789",
  leadingSymbol: "most-significant",
};

/**
 * Steam Guard's symbols: no vowels and nothing that looks like something else. Steam publishes no
 * specification; the order is the one that its mobile app and every compatible app share.
 */
export const STEAM_ALPHABET: CodeAlphabet = {
  symbols: "23456789BCDFGHJKMNPQRTVWXY",
  leadingSymbol: "least-significant",
};

/** The text of `value` (a non-negative integer), exactly `length` symbols. Higher digits are cut. */
export function writeCode(alphabet: CodeAlphabet, value: number, length: number): string {
  const { symbols, leadingSymbol } = alphabet;
  const mostSignificantFirst = leadingSymbol === "most-significant";
  let rest = value;
  let text = "";
  for (let written = 0; written < length; written += 1) {
    const digit = rest % symbols.length;
    rest = (rest - digit) / symbols.length;
    const symbol = symbols.charAt(digit);
    text = mostSignificantFirst ? symbol + text : text + symbol;
  }
  return text;
}

/**
 * The integer that `text` stands for, or `undefined` unless it is exactly `length` symbols of the
 * alphabet. Two codes of one length are equal exactly when these integers are, which lets
 * verification compare whole codes in one machine operation instead of character by character.
 */
export function readCode(alphabet: CodeAlphabet, text: string, length: number): number | undefined {
  if (text.length !== length) return undefined;
  const { symbols, leadingSymbol } = alphabet;
  const mostSignificantFirst = leadingSymbol === "most-significant";
  let value = 0;
  for (let read = 0; read < length; read += 1) {
    const digit = symbols.indexOf(text.charAt(mostSignificantFirst ? read : length - 1 - read));
    if (digit < 0) return undefined;
    value = value * symbols.length + digit;
  }
  return value;
}

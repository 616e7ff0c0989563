/** How far counts are from being equal: Pearson's statistic. Where one thing is never seen, its count is 0. */
export function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** 9 degrees of freedom: what chance alone exceeds in one of a thousand. */
const CHI_SQUARE_OF_TEN = 27.877;

const DIGITS = Array.from("0123456789");

/** Whether each position of codes has every digit about equally often, at p > 0.001 each. */
export function hasUniformDigits(codes: readonly string[]): boolean {
  return Array.from(codes[0] ?? "", (_, position) => position).every((position) => {
    const counts = DIGITS.map((digit) => codes.filter((code) => code[position] === digit).length);
    return chiSquare(counts) < CHI_SQUARE_OF_TEN;
  });
}

import { median } from "../measure.ts";

/** How two classes of samples differ. */
export interface Difference {
  /** Welch's t of all samples; beyond 4.5 a difference is hardly chance. */
  readonly t: number;
  /** The same without the slowest tenth, where pauses of the machine drown what is looked for. */
  readonly croppedT: number;
  /** Median of the first class less that of the second. */
  readonly medianDifference: number;
}

/** Compares two classes of samples, which must have been taken in turns. */
export function compareClasses(first: readonly number[], second: readonly number[]): Difference {
  const limit = quantile([...first, ...second], 0.9);
  const crop = (values: readonly number[]) => values.filter((value) => value <= limit);
  return {
    t: welchT(first, second),
    croppedT: welchT(crop(first), crop(second)),
    medianDifference: median(first) - median(second),
  };
}

function welchT(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [describe(first), describe(second)];
  return (a.mean - b.mean) / Math.sqrt(a.variance / a.count + b.variance / b.count);
}

function describe(values: readonly number[]) {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { count, mean, variance };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}

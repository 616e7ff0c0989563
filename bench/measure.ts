/** One way to do a task. `index` counts up, so that no two calls in a row are the same. */
export type Operation = (index: number) => unknown;

export interface Measurement {
  readonly name: string;
  /** Median over the rounds. */
  readonly nanoseconds: number;
  /** How many times as fast as the baseline: median of the ratios within each round. */
  readonly ratio: number;
}

export interface MeasureOptions {
  /** The name that the others are divided by. */
  readonly baseline: string;
  readonly rounds: number;
  readonly batchMillis: number;
}

/**
 * Times the operations against each other in one process. Every round runs one batch of each, in an
 * order that rotates, so that what slows the machine down meets all of them; ratios are taken within
 * a round, where conditions are alike.
 */
export function measure(
  operations: ReadonlyMap<string, Operation>,
  { baseline, rounds, batchMillis }: MeasureOptions,
): Measurement[] {
  const contenders = [...operations].map(([name, operation]) => ({
    name,
    operation,
    batchSize: findBatchSize(operation, batchMillis),
    nanoseconds: [] as number[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const contender = contenders[(turn + round) % contenders.length];
      if (contender === undefined) continue;
      const millis = runBatch(contender.operation, contender.batchSize);
      contender.nanoseconds.push((millis * 1e6) / contender.batchSize);
    }
  }
  const base = contenders.find(({ name }) => name === baseline)?.nanoseconds;
  if (base === undefined) throw new Error(`no contender is called ${baseline}`);
  return contenders.map(({ name, nanoseconds }) => ({
    name,
    nanoseconds: median(nanoseconds),
    ratio: median(nanoseconds.map((value, round) => (base[round] ?? Number.NaN) / value)),
  }));
}

/**
 * How many calls fill a batch, after enough of them for the compiler to have finished. The quickest
 * of several trials counts: the others may have met something else on the machine.
 */
function findBatchSize(operation: Operation, batchMillis: number): number {
  let batchSize = 1;
  while (quickest(operation, batchSize) < batchMillis) batchSize *= 2;
  return Math.max(1, Math.round((batchSize * batchMillis) / quickest(operation, batchSize)));
}

function quickest(operation: Operation, batchSize: number): number {
  return Math.min(...Array.from({ length: 3 }, () => runBatch(operation, batchSize)));
}

function runBatch(operation: Operation, batchSize: number): number {
  let result: unknown;
  const startedAt = performance.now();
  for (let index = 0; index < batchSize; index += 1) result = operation(index);
  const millis = performance.now() - startedAt;
  // Read, so that the compiler cannot see that nobody needs it.
  if (result === undefined) throw new Error("an operation under measurement returned nothing");
  return millis;
}

/** The value that as many are below as above. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const below = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const above = sorted[Math.floor(middle)] ?? Number.NaN;
  return (below + above) / 2;
}

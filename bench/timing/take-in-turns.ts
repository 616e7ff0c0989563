import { randomInt } from "node:crypto";

/**
 * Takes so many samples of each class, in an order that is new in every turn, so that what slows the
 * machine down meets all classes alike. A tenth more warms up. Undefined samples are left out.
 */
export async function takeInTurns(
  classes: readonly string[],
  samples: number,
  take: (name: string) => Promise<number | undefined>,
): Promise<Readonly<Record<string, readonly number[]>>> {
  const taken: Record<string, number[]> = Object.fromEntries(classes.map((name) => [name, []]));
  for (let turn = Math.floor(-samples / 10); turn < samples; turn += 1) {
    for (const name of shuffle(classes)) {
      const sample = await take(name);
      if (turn >= 0 && sample !== undefined) taken[name]?.push(sample);
    }
  }
  return taken;
}

function shuffle<Value>(values: readonly Value[]): Value[] {
  return values
    .map((value) => ({ value, rank: randomInt(2 ** 32) }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ value }) => value);
}

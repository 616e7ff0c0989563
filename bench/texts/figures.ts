import { median } from "../measure.ts";
import type { HandOverFigures } from "./measure-hand-over.ts";
import type { HungProviderFigures } from "./measure-hung-provider.ts";
import type { SendingFigures } from "./measure-sending.ts";

export type Round = HandOverFigures & SendingFigures & HungProviderFigures;

export interface Figure {
  readonly name: string;
  /** Median over the rounds, unless the name says otherwise. */
  readonly measured: number;
  /** Absent: shown for comparison. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
}

/** What the rounds say, beside what is wanted. */
export function summarise(rounds: readonly Round[]): readonly Figure[] {
  const over = (name: string, read: (round: Round) => number): Figure => ({
    name,
    measured: median(rounds.map(read)),
  });
  return [
    over("code at the provider at 100 sends/s, p50 ms", (round) => round.handOverMillis.p50),
    over("code at the provider at 100 sends/s, p95 ms", (round) => round.handOverMillis.p95),
    {
      ...over("code at the provider at 100 sends/s, p99 ms", (round) => round.handOverMillis.p99),
      target: { atMost: 100 },
    },
    over("answer at 100 sends/s, p50 ms", (round) => round.answerMillis.p50),
    over("answer at 100 sends/s, p95 ms", (round) => round.answerMillis.p95),
    over("answer at 100 sends/s, p99 ms", (round) => round.answerMillis.p99),
    {
      name: "codes lost at 100 sends/s, most of any round, share",
      measured: Math.max(...rounds.map((round) => round.lost)),
      target: { atMost: 0 },
    },
    over("bare durable commits /s", (round) => round.commitsPerSecond),
    over("sends /s", (round) => round.sendsPerSecond),
    over(
      "sends, of bare durable commits",
      (round) => round.sendsPerSecond / round.commitsPerSecond,
    ),
    ...summariseHungProvider(rounds, over),
  ];
}

type P99 = "answeringP99Millis" | "hungP99Millis" | "quietP99Millis";

function summariseHungProvider(
  rounds: readonly Round[],
  over: (name: string, read: (round: Round) => number) => Figure,
): readonly Figure[] {
  const p99 = "TOTP verification p99";
  // Of the medians: what slows one of two measurements of a round need not have slowed the other.
  const ratio = (name: string, of: P99, than: P99): Figure => ({
    name,
    measured: median(rounds.map((round) => round[of])) / median(rounds.map((round) => round[than])),
  });
  return [
    over("TOTP verifications /s", (round) => round.verificationsPerSecond),
    over(`${p99}, no texts, ms`, (round) => round.quietP99Millis),
    over(`${p99}, 20 texts/s, ms`, (round) => round.answeringP99Millis),
    over(`${p99}, provider hangs, ms`, (round) => round.hungP99Millis),
    ratio(`${p99}, 20 texts/s, of no texts`, "answeringP99Millis", "quietP99Millis"),
    ratio(`${p99}, provider hangs, of no texts`, "hungP99Millis", "quietP99Millis"),
    // R-110 asks what changes when the provider fails. What texts cost by themselves is in the lines above.
    {
      ...ratio(
        `${p99}, provider hangs, of one that answers`,
        "hungP99Millis",
        "answeringP99Millis",
      ),
      target: { atMost: 1.1 },
    },
    {
      name: "longest answer while the provider hangs, ms",
      measured: Math.max(...rounds.map((round) => round.longestSendMillis)),
      target: { atMost: 4_000 },
    },
    {
      name: "rounds in which it was passed over, share",
      measured: rounds.filter((round) => round.isPassedOver).length / rounds.length,
      target: { atLeast: 1 },
    },
  ];
}

/** Undefined where there is no target. */
export function isMet({ measured, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  return "atLeast" in target ? measured >= target.atLeast : measured <= target.atMost;
}

const MET_WORDS = new Map([
  [true, "yes"],
  [false, "NO"],
  [undefined, ""],
]);

/** Prints a table. */
export function printFigures(figures: readonly Figure[]): void {
  const rows = figures.map((figure) => [
    figure.name,
    {
      measured: Number(figure.measured.toPrecision(4)),
      target: describeTarget(figure),
      met: MET_WORDS.get(isMet(figure)),
    },
  ]);
  console.table(Object.fromEntries(rows));
}

function describeTarget({ target }: Figure): string {
  if (target === undefined) return "";
  return "atLeast" in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
}

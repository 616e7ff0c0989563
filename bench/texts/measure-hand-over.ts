import { askForCodes } from "./ask-for-codes.ts";
import type { TextsContext } from "./texts-context.ts";

/** Codes asked for a second, and phones that takes. */
export const HAND_OVERS_PER_SECOND = 100;

interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface HandOverFigures {
  /** From the request to the text at the provider. */
  readonly handOverMillis: Latency;
  /** From the request to its answer. */
  readonly answerMillis: Latency;
  /** Share of those that did not get there, or were not acknowledged. */
  readonly lost: number;
}

/** How long codes take to the provider, and their askers' answers, at a steady pace. */
export async function measureHandOver({
  server,
  sink,
  takePhones,
  seconds,
}: TextsContext): Promise<HandOverFigures> {
  await sink.receive({ hangs: false });
  const phones = takePhones(HAND_OVERS_PER_SECOND * seconds);
  const asked = await askForCodes(server.port, phones, HAND_OVERS_PER_SECOND);
  const arrivals = await sink.receive({ hangs: false });
  const arrivedAtMillis = new Map(arrivals.map(({ to, atMillis }) => [to, atMillis]));
  const handedOver = asked.flatMap((each) => {
    const atMillis = arrivedAtMillis.get(each.number);
    return atMillis === undefined || each.status !== 202 ? [] : [{ ...each, atMillis }];
  });
  return {
    handOverMillis: describe(handedOver.map((each) => each.atMillis - each.dueAtMillis)),
    answerMillis: describe(handedOver.map((each) => each.answeredAtMillis - each.dueAtMillis)),
    lost: 1 - handedOver.length / asked.length,
  };
}

function describe(values: readonly number[]): Latency {
  const sorted = values.toSorted((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  return { p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) };
}

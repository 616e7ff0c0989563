import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { CONNECTIONS, rightAnswer } from "../http/bench-context.ts";
import { type LoadJob, perSecond, writeRequest } from "../http/load.ts";
import { logFile } from "../http/server-under-test.ts";
import { askForCodes } from "./ask-for-codes.ts";
import type { TextsContext } from "./texts-context.ts";

const TEXTS_PER_SECOND = 20;
/** Half of what the machine can do, and at most so many: a few seconds at more say less than many at this. */
const MAX_HALF_LOAD_PER_SECOND = 600;
const SATURATING_PER_SECOND = 200;

/** What it takes, a second of the measurements. */
export const HUNG_PROVIDER_ACCOUNTS_PER_SECOND =
  SATURATING_PER_SECOND + 3 * MAX_HALF_LOAD_PER_SECOND;
export const HUNG_PROVIDER_PHONES_PER_SECOND = 2 * TEXTS_PER_SECOND;
/** And one more, by which it is seen that the provider is asked again. */
export const HUNG_PROVIDER_PHONES = 1;

const PASSED_OVER_SECONDS = 60;

export interface HungProviderFigures {
  readonly verificationsPerSecond: number;
  /** p99 of TOTP verifications at half load or 600 a second: without texts, with a provider that answers, and a hung one. */
  readonly quietP99Millis: number;
  readonly answeringP99Millis: number;
  readonly hungP99Millis: number;
  readonly longestSendMillis: number;
  readonly isPassedOver: boolean;
}

/**
 * What a hung provider does to people who need no text. Where it is measured without texts changes from
 * round to round: a machine that gets slower favours nobody.
 */
export async function measureHungProvider(
  context: TextsContext,
  round: number,
): Promise<HungProviderFigures> {
  const { folder, load, seconds, sink } = context;
  const verificationsPerSecond = perSecond(
    await load.run(verifications(context, SATURATING_PER_SECOND * seconds)),
  );
  const ratePerSecond = Math.min(verificationsPerSecond / 2, MAX_HALF_LOAD_PER_SECOND);
  const half = (textsPerSecond: number) => measureHalfLoad(context, ratePerSecond, textsPerSecond);

  const quietBefore = round % 2 === 0 ? await half(0) : undefined;
  const answering = await half(TEXTS_PER_SECOND);
  await sink.receive({ hangs: true });
  const before = await countPassedOver(folder);
  const hung = await half(TEXTS_PER_SECOND);
  const isPassedOver = (await countPassedOver(folder)) > before;
  await sink.receive({ hangs: false });
  const quiet = quietBefore ?? (await half(0));
  return {
    verificationsPerSecond,
    quietP99Millis: quiet.p99Millis,
    answeringP99Millis: answering.p99Millis,
    hungP99Millis: hung.p99Millis,
    longestSendMillis: hung.longestSendMillis,
    isPassedOver,
  };
}

/** Waits until the provider that hung in the round before is no longer passed over. */
export async function untilAskedAgain({ server, takePhones }: TextsContext): Promise<void> {
  // What certainly was not sent is forgotten: the same phone can be tried again.
  const phones = takePhones(HUNG_PROVIDER_PHONES);
  for (let second = 0; second < PASSED_OVER_SECONDS; second += 1) {
    const [asked] = await askForCodes(server.port, phones, 1);
    if (asked?.status === 202) return;
    await sleep(1000);
  }
  throw new Error("The provider is passed over for ever");
}

function verifications({ server, takeAccounts }: TextsContext, count: number): LoadJob {
  const { port } = server;
  const requests = takeAccounts(count).map((account) =>
    writeRequest({
      method: "POST",
      path: `/api/v1/challenges/${account.challengeId}/verify`,
      port,
      token: account.ticket,
      body: rightAnswer(account),
    }),
  );
  return { port, connections: CONNECTIONS, requests };
}

async function measureHalfLoad(
  context: TextsContext,
  ratePerSecond: number,
  textsPerSecond: number,
): Promise<{ p99Millis: number; longestSendMillis: number }> {
  const { load, seconds, server, takePhones } = context;
  const count = Math.floor(ratePerSecond * seconds);
  const phones = takePhones(textsPerSecond * seconds);
  const [verified, asked] = await Promise.all([
    load.run({ ...verifications(context, count), ratePerSecond }),
    askForCodes(server.port, phones, textsPerSecond),
  ]);
  const sendMillis = asked.map((each) => each.answeredAtMillis - each.dueAtMillis);
  return { p99Millis: verified.latencyMillis.p99, longestSendMillis: Math.max(0, ...sendMillis) };
}

async function countPassedOver(folder: string): Promise<number> {
  return (await readFile(logFile(folder), "utf8")).split("text_provider_passed_over").length - 1;
}

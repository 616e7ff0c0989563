import type { Clock, HandOver, OutgoingText, TextCarrier, TextChannel } from "@twinlatch/verifier";
import { createCarriedTexts } from "./carried-texts.ts";
import { createProviderLine, type ProviderLine } from "./provider-line.ts";
import type { TextObserver } from "./text-observer.ts";
import type { Submission, TextProvider } from "./text-provider.ts";

export interface TextCarrierOptions {
  /** In the order in which they are tried. */
  readonly providers: readonly TextProvider[];
  readonly clock: Clock;
  readonly observer: TextObserver;
  /** How long one provider may take. Default 3 s. */
  readonly timeoutMillis?: number | undefined;
  /** How long all of them together may take. Default 3.8 s: the answer has left within 4. */
  readonly totalMillis?: number | undefined;
  /** Texts under way with one provider at the same time: one that answers within a second takes a hundred a second. Default 100. */
  readonly concurrency?: number | undefined;
  /** Default: three faults in a row open it for 30 s. */
  readonly breaker?: { readonly faults: number; readonly openMillis: number } | undefined;
  /** A clock that only goes forward, for how long things take. */
  readonly steadyMillis?: (() => number) | undefined;
}

interface Carrying {
  readonly lines: readonly ProviderLine[];
  readonly clock: Clock;
  readonly timeoutMillis: number;
  readonly totalMillis: number;
  readonly steadyMillis: () => number;
}

const CHANNELS: readonly TextChannel[] = ["sms", "voice"];
const DEFAULT_BREAKER = { faults: 3, openMillis: 30_000 };
/** With less time left nobody is asked: the answer would come too late and leave a doubt. */
const MIN_TRY_MILLIS = 500;

/**
 * Hands texts over to the first provider that takes them. The next one is asked only when the one
 * before certainly did not send, so that no text leaves twice.
 */
export function createTextCarrier(options: TextCarrierOptions): TextCarrier {
  const { providers, clock, observer } = options;
  const steadyMillis = options.steadyMillis ?? (() => performance.now());
  const { concurrency = 100, breaker = DEFAULT_BREAKER } = options;
  const { timeoutMillis = 3_000, totalMillis = 3_800 } = options;
  const lines = providers.map((provider) =>
    createProviderLine(provider, { observer, concurrency, breaker, steadyMillis }),
  );
  const carrying = { lines, clock, timeoutMillis, totalMillis, steadyMillis };
  const carried = createCarriedTexts(clock);
  return {
    channels: CHANNELS.filter((channel) =>
      providers.some(({ channels }) => channels.includes(channel)),
    ),
    carry: (text) => carried.once(text, () => tryInTurn(carrying, text)),
  };
}

async function tryInTurn(carrying: Carrying, text: OutgoingText): Promise<HandOver> {
  const { lines, clock, timeoutMillis, totalMillis, steadyMillis } = carrying;
  const endMillis = steadyMillis() + totalMillis;
  for (const line of lines) {
    const { provider } = line;
    if (clock.nowMillis() >= text.expiresAtMillis) return { outcome: "failed", reason: "expired" };
    if (!serves(provider, text)) continue;
    const leftMillis = endMillis - steadyMillis();
    if (leftMillis < MIN_TRY_MILLIS) break;
    const submission = await line.submit(text, Math.min(timeoutMillis, leftMillis));
    if (submission.outcome === "passed_over") continue;
    const handOver = toHandOver(submission, provider.name);
    if (handOver !== undefined) return handOver;
  }
  return { outcome: "failed", reason: "unavailable" };
}

function serves({ channels, prefixes }: TextProvider, { channel, to }: OutgoingText): boolean {
  const isInReach = prefixes === undefined || prefixes.some((prefix) => to.startsWith(prefix));
  return channels.includes(channel) && isInReach;
}

/** Undefined: the next provider may be asked. */
function toHandOver(submission: Submission, provider: string): HandOver | undefined {
  switch (submission.outcome) {
    case "accepted": {
      const { messageId } = submission;
      return {
        outcome: "handed_over",
        provider,
        ...(messageId === undefined ? {} : { messageId }),
      };
    }
    case "uncertain":
      return { outcome: "uncertain", provider };
    case "refused":
      return submission.reason === "unreachable_number"
        ? { outcome: "failed", reason: "unreachable_number", provider }
        : undefined;
  }
}

import type { OutgoingText, TextChannel } from "@twinlatch/verifier";
import { type CircuitBreaker, createCircuitBreaker } from "./circuit-breaker.ts";
import { maskPhone } from "./mask-phone.ts";
import type { TextObserver } from "./text-observer.ts";
import type { Submission, TextProvider, TextRefusalReason } from "./text-provider.ts";

export interface ProviderLineOptions {
  readonly observer: TextObserver;
  /** Texts under way with the provider at the same time. */
  readonly concurrency: number;
  readonly breaker: { readonly faults: number; readonly openMillis: number };
  readonly steadyMillis: () => number;
}

/** A provider behind its limits. */
export interface ProviderLine {
  readonly provider: TextProvider;
  /**
   * Hands a text over within `millis`, and a moment for the provider to say how far it came.
   * `passed_over`: it was not asked, because it fails or has enough to do.
   */
  submit(text: OutgoingText, millis: number): Promise<Submission | { outcome: "passed_over" }>;
}

/** How long a provider whose time is over may take to say whether anything was written. */
const LAST_WORD_MILLIS = 100;

/** What says something about the provider rather than about one text. */
const FAULTS: ReadonlySet<TextRefusalReason> = new Set([
  "account_refused",
  "throttled",
  "unreachable",
  "unavailable",
]);

/** Puts a provider behind a bound and, for each of its channels, a circuit breaker. */
export function createProviderLine(
  provider: TextProvider,
  options: ProviderLineOptions,
): ProviderLine {
  const { observer, concurrency, steadyMillis } = options;
  const breakers = new Map(
    provider.channels.map((channel) => [channel, breakerOf(provider, channel, options)]),
  );
  let underWay = 0;
  return {
    provider,
    async submit(text, millis) {
      const { channel } = text;
      if (underWay >= concurrency) {
        observer.onBusy({ provider: provider.name, channel });
        return { outcome: "passed_over" };
      }
      const reportCall = breakers.get(channel)?.admit();
      if (reportCall === undefined) return { outcome: "passed_over" };
      underWay += 1;
      const startedMillis = steadyMillis();
      const submission = await submitWithin(provider, text, millis, () => {
        underWay -= 1;
      });
      tell(observer, provider, text, { submission, elapsedMillis: steadyMillis() - startedMillis });
      reportCall(!isFault(submission));
      return submission;
    },
  };
}

function breakerOf(
  provider: TextProvider,
  channel: TextChannel,
  { breaker, observer, steadyMillis }: ProviderLineOptions,
): CircuitBreaker {
  const circuit = { provider: provider.name, channel };
  return createCircuitBreaker({
    ...breaker,
    steadyMillis,
    onOpened: () => observer.onCircuitOpened(circuit),
    onClosed: () => observer.onCircuitClosed(circuit),
  });
}

async function submitWithin(
  provider: TextProvider,
  text: OutgoingText,
  millis: number,
  onEnd: () => void,
): Promise<Submission> {
  const abort = new AbortController();
  const late = Promise.withResolvers<Submission>();
  const timer = setTimeout(() => abort.abort(), millis);
  const lateTimer = setTimeout(
    () => late.resolve({ outcome: "uncertain", reason: "timeout" }),
    millis + LAST_WORD_MILLIS,
  );
  // Who goes on after its time is over goes on taking up room.
  const submission = submitSafely(provider, text, abort.signal).finally(onEnd);
  try {
    return await Promise.race([submission, late.promise]);
  } finally {
    clearTimeout(timer);
    clearTimeout(lateTimer);
  }
}

/** An adapter that throws may have written: unsure is uncertain. */
async function submitSafely(
  provider: TextProvider,
  text: OutgoingText,
  signal: AbortSignal,
): Promise<Submission> {
  try {
    return await provider.submit(text, signal);
  } catch {
    return { outcome: "uncertain", reason: "fault" };
  }
}

function isFault(submission: Submission): boolean {
  if (submission.outcome === "refused") return FAULTS.has(submission.reason);
  return submission.outcome === "uncertain";
}

function tell(
  observer: TextObserver,
  { name }: TextProvider,
  { channel, to }: OutgoingText,
  { submission, elapsedMillis }: { submission: Submission; elapsedMillis: number },
): void {
  const report = { provider: name, channel, recipient: maskPhone(to), elapsedMillis };
  if (submission.outcome === "accepted") return observer.onHandedOver(report);
  const { reason, code } = submission;
  if (submission.outcome === "refused") observer.onRefused({ ...report, reason, code });
  else observer.onUncertain({ ...report, reason, code });
}

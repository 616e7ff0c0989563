import type { ProblemCode } from "@twinlatch/api-contract";

/** What the server counts. Labels come from closed lists: nobody can make the series grow. */
export interface Metrics {
  countRequest(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly durationMillis: number;
  }): void;
  countProblem(code: ProblemCode): void;
  /** Counts what was deleted for its age, mail that was sent or given up, or alarms that were raised. */
  countEvent(
    event: "purged_rows" | "mail_sent" | "mail_failed" | "spraying_noticed" | "prefixes_suspended",
    by?: number,
  ): void;
  /** Counts texts by how handing them over ended. */
  countText(text: {
    readonly provider: string;
    readonly channel: "sms" | "voice";
    readonly outcome: "handed_over" | "refused" | "uncertain" | "busy";
  }): void;
  /** Whether a provider of texts is passed over at the moment. */
  setTextProviderPassedOver(provider: string, channel: "sms" | "voice", isIt: boolean): void;
  /** By how much the clock is ahead of its reference. */
  setClockDrift(driftMillis: number): void;
  /** All of it in the text format of Prometheus, with its media type. */
  render(): Promise<{ readonly mediaType: string; readonly text: string }>;
}

/** Makes the counters. Loaded only where somebody may read them. */
export async function createMetrics(): Promise<Metrics> {
  const { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } = await import(
    "prom-client"
  );
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const durations = new Histogram({
    name: "twinlatch_http_request_duration_seconds",
    help: "Time to answer, by route",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const problems = new Counter({
    name: "twinlatch_problems_total",
    help: "Refusals, by their stable code",
    labelNames: ["code"],
    registers,
  });
  const events = new Counter({
    name: "twinlatch_events_total",
    help: "What happened beside requests",
    labelNames: ["event"],
    registers,
  });
  const texts = new Counter({
    name: "twinlatch_texts_total",
    help: "Texts that were handed to a provider, by how that ended",
    labelNames: ["provider", "channel", "outcome"],
    registers,
  });
  const passedOver = new Gauge({
    name: "twinlatch_text_provider_passed_over",
    help: "1 while a provider of texts is passed over because it failed",
    labelNames: ["provider", "channel"],
    registers,
  });
  const drift = new Gauge({
    name: "twinlatch_clock_drift_seconds",
    help: "By how much the clock is ahead of its reference",
    registers,
  });
  return {
    countRequest({ method, route, status, durationMillis }) {
      durations.observe({ method, route, status: String(status) }, durationMillis / 1000);
    },
    countProblem: (code) => problems.inc({ code }),
    countEvent: (event, by = 1) => events.inc({ event }, by),
    countText: (text) => texts.inc(text),
    setTextProviderPassedOver: (provider, channel, isIt) =>
      passedOver.set({ provider, channel }, isIt ? 1 : 0),
    setClockDrift: (driftMillis) => drift.set(driftMillis / 1_000),
    render: async () => ({ mediaType: registry.contentType, text: await registry.metrics() }),
  };
}

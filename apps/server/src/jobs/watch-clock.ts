import type { ClockState, WatchedClock } from "@twinlatch/platform-node";
import type { Metrics } from "../http/metrics.ts";
import type { Log } from "../log/log.ts";

export interface ClockWatch {
  /** Compares once; tells the log when something changed, the metrics always. Never throws. */
  check(): Promise<void>;
}

const SAY: Readonly<Record<ClockState, (log: Log, driftMillis: number) => void>> = {
  ok: (log, driftMillis) => log.info("clock_right", { driftMillis }),
  drifting: (log, driftMillis) => log.warn("clock_drifting", { driftMillis }),
  unreliable: (log, driftMillis) => log.error("clock_unreliable", { driftMillis }),
};

/**
 * Watches a clock by what `readDrift` says of it. A reference that does not answer changes nothing: what was
 * known of the clock holds.
 */
export function watchClock(deps: {
  readonly clock: WatchedClock;
  readonly readDrift: () => Promise<number>;
  readonly log: Log;
  readonly metrics: Metrics | undefined;
}): ClockWatch {
  const { clock, readDrift, log, metrics } = deps;
  let isReferenceLost = false;
  return {
    async check() {
      const driftMillis = await readDrift().catch(() => undefined);
      if (driftMillis === undefined) {
        if (!isReferenceLost) log.warn("clock_reference_lost");
        isReferenceLost = true;
        return;
      }
      isReferenceLost = false;
      metrics?.setClockDrift(driftMillis);
      const before = clock.state;
      clock.observeDrift(driftMillis);
      if (clock.state !== before) SAY[clock.state](log, driftMillis);
    },
  };
}

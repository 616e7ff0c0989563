import type { ClockState, WatchedClock } from "@twinlatch/platform-node";
import type { Metrics } from "../http/metrics.ts";
import type { Log } from "../log/log.ts";

export interface ClockWatch {
  /** Compares once; tells the log when something changed, the metrics always. Never throws. */
  check(): Promise<void>;
  /** Compares only if the clock was set since it was compared. Costs next to nothing if it was not. */
  checkJump(): Promise<void>;
}

const SAY: Readonly<Record<ClockState, (log: Log, driftMillis: number) => void>> = {
  ok: (log, driftMillis) => log.info("clock_right", { driftMillis }),
  drifting: (log, driftMillis) => log.warn("clock_drifting", { driftMillis }),
  unreliable: (log, driftMillis) => log.error("clock_unreliable", { driftMillis }),
};

/**
 * Watches a clock by what `readDrift` says of it. A reference that does not answer changes nothing: what was
 * known of the clock holds, with what it was set by since.
 */
export function watchClock(deps: {
  readonly clock: WatchedClock;
  readonly readDrift: () => Promise<number>;
  readonly log: Log;
  readonly metrics: Metrics | undefined;
}): ClockWatch {
  const { clock, readDrift, log, metrics } = deps;
  let isReferenceLost = false;
  let said: ClockState = "ok";
  const check = async () => {
    const measured = await readDrift().catch(() => undefined);
    if (measured !== undefined) clock.observeDrift(measured);
    else if (!isReferenceLost) log.warn("clock_reference_lost");
    isReferenceLost = measured === undefined;
    const { driftMillis, state } = clock;
    metrics?.setClockDrift(driftMillis);
    if (state !== said) SAY[state](log, Math.round(driftMillis));
    said = state;
  };
  return {
    check,
    async checkJump() {
      if (clock.hasJumped) await check();
    },
  };
}

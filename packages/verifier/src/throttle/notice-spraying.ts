import { recordOperation } from "../audit/record-operation.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { SuspectHour } from "./spraying-store.ts";

const HOUR_MILLIS = 60 * 60_000;
/** Failures within the hour that make an account suspect. */
const SUSPECT_FAILURES = 3;
/** Below this no number of suspect accounts is an alarm, however quiet it is usually. */
const LEAST_SUSPECTS = 10;
/** How many times what is usual makes an alarm. */
const ALARM_FACTOR = 5;
/** What is usual is the mean of the hours before, as far back as this. */
export const BASELINE_MILLIS: number = 7 * 24 * HOUR_MILLIS;
/** How long the alarm stays on after it was last justified. */
const ALARM_MILLIS = HOUR_MILLIS;

/** What one look at all accounts has shown. */
export interface SprayingOutcome {
  /** `raised`: the alarm was off before. */
  readonly outcome: "quiet" | "raised" | "continues";
  readonly suspects: number;
  /** More suspect accounts than this are an alarm. */
  readonly threshold: number;
}

/**
 * Looks for one guess at many accounts, which no budget of one account can see: many of them with three
 * failures in unknown browsers within the hour. More than ten, and more than five times what is usual,
 * is an alarm: one event of the installation, and for as long as it lasts, at most five guesses a day in
 * unknown browsers. Costs one range of an index, whatever the requests; call it every minute, in
 * every process.
 */
export async function noticeSpraying<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "random" | "unitOfWork">,
  projectId: string,
): Promise<SprayingOutcome> {
  const nowMillis = deps.clock.nowMillis();
  const startMillis = Math.floor(nowMillis / HOUR_MILLIS) * HOUR_MILLIS;
  const [suspects, hours] = await deps.unitOfWork.read(async ({ spraying }) => [
    await spraying.countSuspects(nowMillis - HOUR_MILLIS, SUSPECT_FAILURES),
    await spraying.listHours(startMillis - BASELINE_MILLIS, startMillis),
  ]);
  const threshold = Math.max(LEAST_SUSPECTS, ALARM_FACTOR * usualSuspects(hours));
  const isAlarmed = suspects > threshold;
  return deps.unitOfWork.write(async (stores) => {
    await stores.spraying.noteHour({ startMillis, suspects, isAlarmed });
    if (!isAlarmed) return { outcome: "quiet", suspects, threshold };
    if (!(await stores.spraying.raise(nowMillis, nowMillis + ALARM_MILLIS))) {
      return { outcome: "continues", suspects, threshold };
    }
    const operation = {
      atMillis: nowMillis,
      projectId,
      type: "throttle.spraying_noticed",
      target: `${suspects} accounts`,
      origin: { ip: "", userAgent: "", requestId: "" },
    } as const;
    return recordOperation(deps, stores, operation, { outcome: "raised", suspects, threshold });
  });
}

/** The mean of the hours without an alarm; 0 where there are none. */
function usualSuspects(hours: readonly SuspectHour[]): number {
  const usual = hours.filter(({ isAlarmed }) => !isAlarmed);
  const total = usual.reduce((sum, { suspects }) => sum + suspects, 0);
  return usual.length === 0 ? 0 : total / usual.length;
}

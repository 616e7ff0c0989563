import type { AccountsDeps } from "@twinlatch/accounts";
import type { Metrics } from "../http/metrics.ts";
import { describeError, type Log } from "../log/log.ts";
import { purgeExpired } from "./purge.ts";
import { type RepeatingJob, repeatJob } from "./repeat.ts";

const PURGE_PAUSE_MILLIS = 60_000;

/** Starts what the server does by itself. */
export function startJobs(
  rules: Pick<AccountsDeps, "clock" | "unitOfWork">,
  { log, metrics }: { log: Log; metrics: Metrics | undefined },
): RepeatingJob {
  return repeatJob({
    pauseMillis: PURGE_PAUSE_MILLIS,
    work: async (signal) => {
      const count = await purgeExpired(rules, signal);
      if (count > 0) log.info("purged", { count });
      metrics?.countEvent("purged_rows", count);
    },
    onFailure: (error) => log.error("job_failed", { job: "purge", error: describeError(error) }),
  });
}

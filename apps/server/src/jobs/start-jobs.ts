import type { AccountsDeps } from "@twinlatch/accounts";
import type { Metrics } from "../http/metrics.ts";
import { describeError, type Log } from "../log/log.ts";
import { purgeExpired } from "./purge.ts";
import { type RepeatingJob, repeatJob } from "./repeat.ts";
import { sendNotices } from "./send-notices.ts";

const PURGE_PAUSE_MILLIS = 60_000;
/** Notices leave within seconds; while there are none this costs one small read. */
const NOTICE_PAUSE_MILLIS = 1_000;

/** Starts what the server does by itself. */
export function startJobs(
  rules: Pick<AccountsDeps, "clock" | "mailer" | "messageBox" | "unitOfWork">,
  { log, metrics }: { log: Log; metrics: Metrics | undefined },
): RepeatingJob {
  const repeat = (
    job: string,
    pauseMillis: number,
    work: (signal: AbortSignal) => Promise<void>,
  ): RepeatingJob =>
    repeatJob({
      pauseMillis,
      work,
      onFailure: (error) => log.error("job_failed", { job, error: describeError(error) }),
    });
  const jobs = [
    repeat("purge", PURGE_PAUSE_MILLIS, async (signal) => {
      const count = await purgeExpired(rules, signal);
      if (count > 0) log.info("purged", { count });
      metrics?.countEvent("purged_rows", count);
    }),
    repeat("notices", NOTICE_PAUSE_MILLIS, (signal) =>
      sendNotices(rules, { log, metrics }, signal),
    ),
  ];
  return {
    async stop() {
      await Promise.all(jobs.map((job) => job.stop()));
    },
  };
}

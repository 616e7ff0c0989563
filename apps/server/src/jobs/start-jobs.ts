import type { ComposedRules } from "@twinlatch/installation";
import { createAuditSealer } from "@twinlatch/verifier";
import type { Settings } from "../config/settings.ts";
import type { Metrics } from "../http/metrics.ts";
import { describeError, type Log } from "../log/log.ts";
import { exportToFolder } from "./export-audit.ts";
import { purgeExpired } from "./purge.ts";
import { type RepeatingJob, repeatJob } from "./repeat.ts";
import { sealWaiting, trimOld } from "./seal-audit.ts";
import { sendNotices } from "./send-notices.ts";
import type { TextCourier } from "./text-courier.ts";
import type { ClockWatch } from "./watch-clock.ts";
import { watchSpraying } from "./watch-spraying.ts";
import { TEXT_WATCH_MILLIS, watchTexts } from "./watch-texts.ts";

const PURGE_PAUSE_MILLIS = 60_000;
/** Notices leave within seconds; while there are none this costs one small read. */
const NOTICE_PAUSE_MILLIS = 1_000;
/** Texts leave at once; this finds what a killed process left. While there is nothing it costs one small read. */
const TEXT_PAUSE_MILLIS = 1_000;
/** What was recorded is sealed within a second or two; while there is nothing this costs three small reads. */
const SEAL_PAUSE_MILLIS = 1_000;
const TRIM_PAUSE_MILLIS = 600_000;
/** The alarm comes within five minutes. */
const SPRAYING_PAUSE_MILLIS = 60_000;
const CLOCK_PAUSE_MILLIS = 60_000;
/** Whoever sets the clock hears of it at once. */
const CLOCK_JUMP_PAUSE_MILLIS = 1_000;

/** What the jobs work on. */
export interface JobDeps extends Pick<ComposedRules, "audit" | "rules"> {
  readonly settings: Pick<Settings, "auditDays" | "auditExportFolder">;
  readonly courier: TextCourier;
  readonly clockWatch: ClockWatch | undefined;
  readonly log: Log;
  readonly metrics: Metrics | undefined;
}

/** Work that repeats, by its name in the log. */
type Job = readonly [
  name: string,
  pauseMillis: number,
  work: (signal: AbortSignal) => Promise<void>,
];

/** Starts what the server does by itself. */
export function startJobs(deps: JobDeps): RepeatingJob {
  const { rules, clockWatch, log, metrics } = deps;
  const purge: Job = [
    "purge",
    PURGE_PAUSE_MILLIS,
    async (signal) => {
      const count = await purgeExpired(rules, signal);
      if (count > 0) log.info("purged", { count });
      metrics?.countEvent("purged_rows", count);
    },
  ];
  const notices: Job = [
    "notices",
    NOTICE_PAUSE_MILLIS,
    (signal) => sendNotices(rules, { log, metrics }, signal),
  ];
  const clock: readonly Job[] = clockWatch
    ? [
        ["watch_clock", CLOCK_PAUSE_MILLIS, () => clockWatch.check()],
        ["watch_clock_jumps", CLOCK_JUMP_PAUSE_MILLIS, () => clockWatch.checkJump()],
      ]
    : [];
  const spraying: Job = [
    "watch_spraying",
    SPRAYING_PAUSE_MILLIS,
    () => watchSpraying(rules, { log, metrics }),
  ];
  const texts: Job = ["texts", TEXT_PAUSE_MILLIS, (signal) => deps.courier.sweep(signal)];
  const prefixes: Job = [
    "watch_texts",
    TEXT_WATCH_MILLIS,
    () => watchTexts(rules, { log, metrics }),
  ];
  const jobs = [purge, notices, texts, prefixes, spraying, ...clock, ...listAuditJobs(deps)].map(
    ([job, pauseMillis, work]) =>
      repeatJob({
        pauseMillis,
        work,
        onFailure: (error) => log.error("job_failed", { job, error: describeError(error) }),
      }),
  );
  return {
    async stop() {
      await Promise.all(jobs.map((job) => job.stop()));
    },
  };
}

function listAuditJobs({ audit, settings, log }: JobDeps): readonly Job[] {
  const { auditDays, auditExportFolder } = settings;
  const sealer = createAuditSealer(audit);
  const seal: Job = [
    "seal_audit",
    SEAL_PAUSE_MILLIS,
    async (signal) => {
      await sealWaiting(sealer, signal);
      if (auditExportFolder === undefined) return;
      const { cutProjects } = await exportToFolder(audit, auditExportFolder);
      if (cutProjects.length > 0) log.error("audit_tail_missing", { count: cutProjects.length });
    },
  ];
  const trim: Job = [
    "trim_audit",
    TRIM_PAUSE_MILLIS,
    async (signal) => {
      const count = await trimOld(audit, auditDays, signal);
      if (count > 0) log.info("audit_trimmed", { count });
    },
  ];
  return [seal, trim];
}

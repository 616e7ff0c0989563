import { destination, pino, stdTimeFunctions } from "pino";
import type { LogLevel } from "../config/settings.ts";

/** Everything that is ever logged, by name. */
export type LogEvent =
  | "started"
  | "stopping"
  | "stopped"
  | "stop_failed"
  | "request"
  | "fault"
  | "unknown_error"
  | "job_failed"
  | "log_lines_lost"
  | "key_ring_refused"
  | "purged"
  | "audit_trimmed"
  | "audit_tail_missing"
  | "spraying_noticed"
  | "mail_sent"
  | "mail_delayed"
  | "mail_failed"
  | "text_sent"
  | "text_refused"
  | "text_uncertain"
  | "text_provider_busy"
  | "text_provider_passed_over"
  | "text_provider_asked_again"
  | "text_link_up"
  | "text_link_down"
  | "text_failed"
  | "prefixes_suspended"
  | "clock_right"
  | "clock_drifting"
  | "clock_unreliable"
  | "clock_reference_lost"
  | "warning";

/**
 * What a log line can say. The list is closed, and each field is something that cannot hold a secret:
 * no header, no body, no URL as it was sent, no message of an unknown error.
 */
export interface LogFields {
  readonly requestId?: string | undefined;
  readonly method?: string | undefined;
  /** The route's pattern, never the path that was asked for. */
  readonly route?: string | undefined;
  readonly status?: number | undefined;
  readonly durationMillis?: number | undefined;
  readonly job?: string | undefined;
  readonly count?: number | undefined;
  readonly driftMillis?: number | undefined;
  readonly attempts?: number | undefined;
  /** A provider's name in the configuration. */
  readonly provider?: string | undefined;
  readonly channel?: "sms" | "voice" | undefined;
  /** What a provider calls its error: a number or a word of its documentation. */
  readonly code?: string | undefined;
  /** A sentence of ours, with no value in it. */
  readonly reason?: string | undefined;
  readonly error?: LoggedError | undefined;
}

/** What may be said of an error: its class, its code, and where it was thrown. */
export interface LoggedError {
  readonly name: string;
  readonly code?: string | undefined;
  /** Frames only: messages of drivers and parsers quote values. */
  readonly stack?: string | undefined;
  readonly cause?: LoggedError | undefined;
}

/** Writes one line of JSON per event. */
export type Log = Record<LogLevel, (event: LogEvent, fields?: LogFields) => void> & {
  isEnabled(level: LogLevel): boolean;
  /** Writes out what is still buffered. */
  flush(): void;
};

/** Where lines go: standard error unless a test collects them. */
export interface LogSink {
  write(line: string): void;
}

const MAX_CAUSES = 4;
const CODE = /^[A-Za-z0-9_]{1,64}$/;

/** Lines are written together: one by one they would cost a busy server a tenth of its time. */
const BUFFER = { minLength: 4_096, periodicFlush: 500 };
/** Where nobody takes the lines off our hands they are lost, rather than the memory filled with them. */
const MAX_BUFFERED_CHARACTERS = 4_194_304;

/** Makes a log that writes lines of `level` and above. */
export function createLog(level: LogLevel, sink?: LogSink): Log {
  const maxLength = MAX_BUFFERED_CHARACTERS;
  const stream =
    sink === undefined ? destination({ dest: 2, sync: false, maxLength, ...BUFFER }) : undefined;
  const logger = pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, messageKey: "event" },
    stream ?? sink ?? destination(2),
  );
  const write = (at: LogLevel) => (event: LogEvent, fields?: LogFields) =>
    logger[at](fields === undefined ? {} : pickFields(fields), event);
  let lost = 0;
  stream?.on("drop", () => (lost += 1));
  stream?.on("drain", () => {
    if (lost > 0) logger.error({ count: lost }, "log_lines_lost" satisfies LogEvent);
    lost = 0;
  });
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    isEnabled: (at) => logger.isLevelEnabled(at),
    flush: () => stream?.flushSync(),
  };
}

/** Copies the fields of the closed list: what else an object carries, its type having lied, stays out. */
function pickFields(fields: LogFields): LogFields {
  const { requestId, method, route, status, durationMillis } = fields;
  const { job, count, driftMillis, attempts, reason, error } = fields;
  const { provider, channel, code } = fields;
  return {
    requestId,
    method,
    route,
    status,
    durationMillis,
    job,
    count,
    driftMillis,
    attempts,
    provider,
    channel,
    code: code !== undefined && CODE.test(code) ? code : undefined,
    reason,
    error,
  };
}

/** Says of an error what may be logged: never its message, which may quote what it failed on. */
export function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    code: code !== undefined && CODE.test(code) ? code : undefined,
    stack: frames?.map((frame) => frame.trim()).join("\n"),
    cause:
      error.cause === undefined || depth === MAX_CAUSES
        ? undefined
        : describeError(error.cause, depth + 1),
  };
}

import type { Log, LogEvent, LoggedError } from "./log.ts";

/** While a database is away every request has the same fault: its stack is news once in this time. */
const STACK_PAUSE_MILLIS = 1_000;
/** Kinds of fault that are remembered; there are a few dozen. */
const MAX_KINDS = 200;

/** Logs the fault that a request met. */
export type FaultLog = (
  fault: { readonly event: LogEvent; readonly error: LoggedError },
  requestId: string,
) => void;

/**
 * Makes a log of faults. Each gets its line, by which a request's id finds it; of those of one kind one a
 * second tells where it was thrown, so that an outage fills neither disk nor memory with the same frames.
 */
export function createFaultLog(
  log: Pick<Log, "error">,
  nowMillis: () => number = () => performance.now(),
): FaultLog {
  const toldAt = new Map<string, number>();
  return ({ event, error }, requestId) => {
    const brief = withoutStack(error);
    const kind = JSON.stringify(brief);
    const now = nowMillis();
    const last = toldAt.get(kind);
    if (last !== undefined && now - last < STACK_PAUSE_MILLIS) {
      log.error(event, { requestId, error: brief });
      return;
    }
    if (toldAt.size >= MAX_KINDS) toldAt.clear();
    toldAt.set(kind, now);
    log.error(event, { requestId, error });
  };
}

function withoutStack({ name, code, cause }: LoggedError): LoggedError {
  return { name, code, ...(cause && { cause: withoutStack(cause) }) };
}

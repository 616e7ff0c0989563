/** Work that repeats until it is stopped. */
export interface RepeatingJob {
  /** Resolves when the run under way, if any, has ended; there is no other after it. */
  stop(): Promise<void>;
}

/**
 * Runs `work` every `pauseMillis` after the last run ended, never twice at a time. A failure goes to
 * `onFailure` and the next run comes all the same. Does not keep the process alive.
 */
export function repeatJob(options: {
  readonly pauseMillis: number;
  readonly work: (signal: AbortSignal) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}): RepeatingJob {
  const { pauseMillis, work, onFailure } = options;
  const stopping = new AbortController();
  let running = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const schedule = (): void => {
    timer = setTimeout(run, pauseMillis).unref();
  };
  const run = (): void => {
    running = work(stopping.signal)
      .catch(onFailure)
      .then(() => {
        if (!stopping.signal.aborted) schedule();
      });
  };
  schedule();
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

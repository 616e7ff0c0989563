import inspector from "node:inspector";
import { StorageUnavailableError } from "@twinlatch/verifier";
import { compactHeap } from "./compact-heap.ts";
import { readSettings } from "./config/read-settings.ts";
import { describeError } from "./log/log.ts";
import { type RunningServer, serve } from "./serve.ts";
import { describeStartError } from "./start-error.ts";

/** After this the start is over, and what it took can be given back. */
const SETTLED_MILLIS = 2_000;
/** As the commands of `twinlatch` say it. */
const EXIT_UNAVAILABLE = 3;
const STOP_SIGNALS = ["SIGTERM", "SIGINT"] as const;

/**
 * The whole life of the process: reads the settings, serves, and ends with code 0 when it was told to
 * stop, 3 when the database cannot be used, 1 when it could not start otherwise or broke. A second signal
 * ends it at once.
 */
export async function runServer(): Promise<void> {
  let server: RunningServer;
  try {
    const host = { nodeFlags: process.execArgv, isDebugged: inspector.url() !== undefined };
    server = await serve(readSettings(process.env, host));
  } catch (error) {
    process.stderr.write(`${describeStartError(error)}\n`);
    process.exitCode = error instanceof StorageUnavailableError ? EXIT_UNAVAILABLE : 1;
    return;
  }
  stopOnSignals(server);
  stopOnBreakage(server);
  // Not before it is ready, and not while the first visitors come: it stops the process for a moment.
  setTimeout(compactHeap, SETTLED_MILLIS).unref();
  process.stdout.write(`${server.lines.join("\n")}\n`);
}

function stopOnSignals(server: RunningServer): void {
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    void server.stop().then(() => process.exit(0));
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
}

/** Node's own report of such an error would print its message, and with it whatever it quotes. */
function stopOnBreakage({ log }: RunningServer): void {
  process.on("uncaughtException", (error) => {
    log.error("unknown_error", { error: describeError(error) });
    log.flush();
    process.exit(1);
  });
}

import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { composeRules, createClock } from "@twinlatch/installation";
import { readClockDrift, WatchedClock } from "@twinlatch/platform-node";
import { composeMailer } from "./compose-mailer.ts";
import { composeTexter } from "./compose-texter.ts";
import type { Settings } from "./config/settings.ts";
import { createAddressLimit, SESSION_CHANGES } from "./http/address-limit.ts";
import { loadConsolePages } from "./http/console-pages.ts";
import type { Edge } from "./http/edge.ts";
import { createMetrics } from "./http/metrics.ts";
import { startJobs } from "./jobs/start-jobs.ts";
import { createTextCourier } from "./jobs/text-courier.ts";
import { type ClockWatch, watchClock } from "./jobs/watch-clock.ts";
import { createLog, describeError, type Log, type LogSink } from "./log/log.ts";
import { createAuthenticatorOrigin, createConsoleOrigin } from "./origins.ts";

/** A server that runs. */
export interface RunningServer {
  /** What the person who started it should know, a line each: `Console: http://localhost:4600`. */
  readonly lines: readonly string[];
  readonly log: Log;
  /**
   * Stops: says that it is not ready, and after the delay of the settings takes no new connections, finishes what is under way, lets mail go out, and lets go of the
   * database. Calling it again waits for the same end.
   */
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** Where log lines go; standard error by default. */
  readonly logSink?: LogSink | undefined;
  /** Folder of the built console. */
  readonly consoleFolder?: string | undefined;
}

const CONSOLE_FOLDER = fileURLToPath(new URL("../../console/dist", import.meta.url));
const OUTBOX_TOKEN_BYTES = 32;
/** How long requests under way may take to end before their connections are cut. */
const DRAIN_MILLIS = 10_000;
const SWEEP_MILLIS = 50;

/** Ends one thing that was started. */
type Release = () => Promise<void>;

interface Starting {
  readonly log: Log;
  readonly releases: Release[];
  /** A balancer that is told early sends nobody to a server that is about to go. */
  readonly life: { readonly isStopping: boolean };
}

/**
 * Starts the server and resolves when both origins accept connections. When it throws, nothing is
 * left running.
 *
 * @throws KeyRingError, SmtpConfigError, TextConfigError, ConsoleMissingError for what the operator can put right
 * @throws StorageUnavailableError when the database cannot be opened or migrated
 */
export async function serve(
  settings: Settings,
  options: ServeOptions = {},
): Promise<RunningServer> {
  const log = createLog(settings.logLevel, options.logSink);
  for (const reason of settings.warnings) log.warn("warning", { reason });
  // Released in the order in which they stand here: what is used last is opened first.
  const releases: Release[] = [];
  const life = { isStopping: false };
  try {
    const lines = await start(settings, options, { log, releases, life });
    log.info("started");
    let stopped: Promise<void> | undefined;
    const stop = async () => {
      log.info("stopping");
      life.isStopping = true;
      await wait(settings.stopDelaySeconds * 1_000);
      await releaseAll(releases, log);
      log.info("stopped");
      log.flush();
    };
    return { lines, log, stop: () => (stopped ??= stop()) };
  } catch (error) {
    await releaseAll(releases, log);
    log.flush();
    throw error;
  }
}

async function start(
  settings: Settings,
  { consoleFolder = CONSOLE_FOLDER }: ServeOptions,
  { log, releases, life }: Starting,
): Promise<readonly string[]> {
  const metrics = settings.metricsToken === undefined ? undefined : await createMetrics();
  const clock = new WatchedClock(createClock(settings));
  const clockWatch = createClockWatch(settings.clockReference, { clock, log, metrics });
  await clockWatch?.check();
  const mail = composeMailer(settings, { clock, log, metrics });
  releases.unshift(mail.stop);
  const texter = composeTexter(settings, { clock, log, metrics, outbox: mail.outbox });
  const { outbox, receipts, texts } = texter;
  releases.unshift(texter.stop);
  const { rules, audit, storage } = await composeRules(
    settings,
    { clock, mailer: mail.mailer, texts },
    (error) => log.error("key_ring_refused", { error: describeError(error) }),
  );
  texter.keepReceipts(rules);
  // Mail needs no database, so the database may go before it has left.
  releases.unshift(() => storage.close());
  const pages = loadConsolePages(consoleFolder, settings.productName);
  const courier = createTextCourier({ rules, log });
  const jobs = startJobs({ rules, audit, settings, courier, clockWatch, log, metrics });
  releases.unshift(() => jobs.stop());

  const newLimit = (limit = {}) =>
    createAddressLimit({ nowMillis: () => performance.now(), ...limit });
  const limits = {
    addressLimit: newLimit(),
    signUpLimit: newLimit(),
    changeLimit: newLimit(SESSION_CHANGES),
  };
  const isReady = async () => !life.isStopping && (await storage.isReady());
  const clockState = clockWatch && (() => clock.state);
  const shared = { settings, log, metrics, ...limits, isReady, clockState };
  const token = randomBytes(OUTBOX_TOKEN_BYTES).toString("base64url");
  const console = createConsoleOrigin({
    ...shared,
    rules,
    courier,
    receipts,
    pages,
    outbox: outbox && { list: () => outbox.list(), token },
  });
  await listen(console, settings.host, settings.port, releases);
  const { authenticatorUrl, authenticatorPort, publicUrl } = settings;
  if (authenticatorUrl !== undefined) {
    const authenticator = createAuthenticatorOrigin(shared, authenticatorUrl);
    await listen(authenticator, settings.host, authenticatorPort, releases);
  }
  return [
    `Console: ${publicUrl}`,
    ...(authenticatorUrl === undefined ? [] : [`Authenticator: ${authenticatorUrl}`]),
    ...(outbox === undefined ? [] : [`Outbox: ${publicUrl}/dev/outbox?token=${token}`]),
  ];
}

function createClockWatch(
  reference: URL | undefined,
  deps: Omit<Parameters<typeof watchClock>[0], "readDrift">,
): ClockWatch | undefined {
  if (reference === undefined) return undefined;
  return watchClock({ ...deps, readDrift: () => readClockDrift(reference) });
}

async function listen(
  { app }: Edge,
  host: string,
  port: number,
  releases: Release[],
): Promise<void> {
  releases.unshift(async () => {
    const { server } = app;
    // A connection is closed when its answer has left, not when its keep-alive runs out.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MILLIS);
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MILLIS);
    await app.close();
    clearInterval(sweep);
    clearTimeout(cut);
  });
  await app.listen({ host, port });
}

/** Releases everything, whatever fails on the way. */
async function releaseAll(releases: readonly Release[], log: Log): Promise<void> {
  for (const release of releases) {
    try {
      await release();
    } catch (error) {
      log.error("stop_failed", { error: describeError(error) });
    }
  }
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ServerClock } from "./server-clock.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

export interface ServerOptions {
  /** `sqlite`: a file in the data folder. Else a `postgres://…` URL of an existing database. */
  readonly storage: "sqlite" | `postgres${string}`;
  /**
   * Holds the SQLite file, the generated keys and the clock's offset. Processes that share it (and
   * the PostgreSQL database) are one installation. Default: a new one, deleted by `stop`.
   */
  readonly dataFolder?: string | undefined;
  /** Settings beside those above. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A message the server would have sent. */
export interface SentMessage {
  readonly id: string;
  readonly at: string;
  readonly channel: string;
  readonly to: string;
  /** Of a mail. */
  readonly subject?: string;
  readonly text: string;
}

/** A server in development mode on free ports of 127.0.0.1, whatever it runs in. */
export interface OpenServer {
  /** Origin for HTTP clients: an address, so that nothing has to be looked up. */
  readonly baseUrl: string;
  /** Origin for browsers, as the server says it. */
  readonly consoleUrl: string;
  readonly dataFolder: string;
  readonly clock: ServerClock;
  /** What it "sent", newest first. Only without an SMTP server among its settings. */
  readOutbox(): Promise<readonly SentMessage[]>;
  /** Asks it to end, and waits. */
  stop(): Promise<void>;
}

/** A server that is a process of its own. */
export interface RunningServer extends OpenServer {
  readonly processId: number;
  /** Path of the database file; it exists only with `storage: "sqlite"`. */
  readonly databaseFile: string;
  /** Everything the process has written to its standard output and error so far. */
  output(): string;
  /** Ends it in the middle of whatever it does (kill -9), and waits. Deletes nothing. */
  kill(): Promise<void>;
}

const MAIN = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));
/** As `npm start` sets it: compiled code is kept between starts. */
const COMPILE_CACHE = fileURLToPath(
  new URL("../../node_modules/.cache/twinlatch/compiled", import.meta.url),
);
const START_MILLIS = 60_000;
const STOP_MILLIS = 30_000;
/** Another program may take a port between our looking and the server's listening. */
export const PORT_ATTEMPTS = 3;

/** Starts a server process and waits until it says that it is ready. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const dataFolder = options.dataFolder ?? (await makeTemporaryFolder("server"));
  const clock = new ServerClock(join(dataFolder, "test-clock"));
  const { child, output, port } = await spawnOnFreePorts({ ...options, dataFolder }, clock);
  return {
    ...placesOf(output(), port),
    processId: child.pid ?? 0,
    dataFolder,
    databaseFile: join(dataFolder, "twinlatch.db"),
    clock,
    output,
    async stop() {
      await end(child, "SIGTERM", output);
      if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true });
    },
    kill: () => end(child, "SIGKILL", output),
  };
}

/** Where a server is, from the lines it says when it is ready. */
export function placesOf(
  lines: string,
  port: number,
): Pick<OpenServer, "baseUrl" | "consoleUrl" | "readOutbox"> {
  const [, consoleUrl = ""] = /^Console: (\S+)$/m.exec(lines) ?? [];
  const [, outboxUrl] = /^Outbox: (\S+)$/m.exec(lines) ?? [];
  const token = outboxUrl === undefined ? "" : new URL(outboxUrl).searchParams.get("token");
  const baseUrl = `http://127.0.0.1:${port}`;
  const readSent = () => readOutbox(`${baseUrl}/dev/outbox.json?token=${token}`);
  return { baseUrl, consoleUrl, readOutbox: readSent };
}

interface SpawnedServer {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly port: number;
}

type Placed = ServerOptions & { readonly dataFolder: string };

async function spawnOnFreePorts(options: Placed, clock: ServerClock): Promise<SpawnedServer> {
  for (let attempt = 1; ; attempt += 1) {
    const [port, authenticatorPort] = await Promise.all([findFreePort(), findFreePort()]);
    const { child, output } = spawnServer({
      ...settingsOf(options, clock),
      PORT: String(port),
      AUTHENTICATOR_PORT: String(authenticatorPort),
    });
    try {
      await untilReady(child, output);
      return { child, output, port };
    } catch (error) {
      await end(child, "SIGKILL", output);
      if (attempt === PORT_ATTEMPTS || !output().includes("EADDRINUSE")) throw error;
    }
  }
}

function settingsOf({ storage, dataFolder, env }: Placed, clock: ServerClock): NodeJS.ProcessEnv {
  return {
    // Nothing else of this process's surroundings: they hold the test runner's settings.
    PATH: process.env["PATH"],
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    TWINLATCH_DATA: dataFolder,
    TWINLATCH_TEST_CLOCK: clock.file,
    ...(storage === "sqlite" ? {} : { DATABASE_URL: storage }),
    ...env,
  };
}

function spawnServer(env: NodeJS.ProcessEnv): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [MAIN], { env, stdio: ["ignore", "pipe", "pipe"] });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => written.push(chunk));
  }
  // A run that ends without stop() must not leave a server behind.
  const killAtExit = () => child.kill("SIGKILL");
  process.once("exit", killAtExit);
  child.once("exit", () => process.off("exit", killAtExit));
  return { child, output: () => written.join("") };
}

function untilReady(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (how: string) => reject(new Error(`The server ${how}:\n${output()}`));
    const timeout = setTimeout(() => fail("is not ready"), START_MILLIS);
    child.stdout?.on("data", () => {
      if (!/^Console: .*\n/m.test(output())) return;
      clearTimeout(timeout);
      resolve();
    });
    child.once("exit", (code, signal) => {
      clearTimeout(timeout);
      fail(`ended with ${signal ?? code} before it was ready`);
    });
  });
}

async function end(
  child: ChildProcess,
  signal: "SIGTERM" | "SIGKILL",
  output: () => string,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  const timeout = setTimeout(() => child.kill("SIGKILL"), STOP_MILLIS);
  await exited;
  clearTimeout(timeout);
  if (signal === "SIGTERM" && child.signalCode === "SIGKILL") {
    throw new Error(`The server did not stop within ${STOP_MILLIS} ms:\n${output()}`);
  }
}

async function readOutbox(url: string): Promise<readonly SentMessage[]> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The outbox answers ${response.status}`);
  const messages: unknown = await response.json();
  if (!Array.isArray(messages)) throw new Error("The outbox is no list");
  return messages;
}

export async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("No port to listen on");
  return address.port;
}

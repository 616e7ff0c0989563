import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** One server process in production mode, as an operator would run it. */
export interface ServerUnderTest {
  readonly port: number;
  /** From the start of the process to the line that says it is ready. */
  readonly readyMillis: number;
  /** CPU time of all its threads so far. */
  cpuMillis(): Promise<number>;
  residentMebibytes(): Promise<number>;
  stop(): Promise<void>;
}

/** The files of an installation, all in one folder. */
export interface InstallationFiles {
  readonly folder: string;
  readonly database: string;
  readonly keys: string;
}

const MAIN = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));
/** As `npm start` sets it: compiled code is kept between starts. */
const COMPILE_CACHE = fileURLToPath(
  new URL("../../node_modules/.cache/twinlatch/compiled", import.meta.url),
);

export function installationFiles(folder: string): InstallationFiles {
  return { folder, database: join(folder, "twinlatch.db"), keys: join(folder, "keys.json") };
}

/** Where the log of the server in this folder goes. */
export function logFile(folder: string): string {
  return join(folder, "server.log");
}

/**
 * Starts the server on SQLite with full durability and its default log, which goes to a file. `env` is
 * set beside what every server has.
 */
export async function startServerUnderTest(
  { folder, keys }: InstallationFiles,
  env: Readonly<Record<string, string>> = {},
): Promise<ServerUnderTest> {
  const port = await findFreePort();
  const token = randomBytes(32).toString("hex");
  const tokenFile = join(folder, "metrics-token");
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const log = logFile(folder);
  const startedAt = performance.now();
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      PORT: String(port),
      TWINLATCH_MODE: "production",
      TWINLATCH_DATA: folder,
      TWINLATCH_PUBLIC_URL: `https://127.0.0.1:${port}`,
      TWINLATCH_SECRET_KEYS_FILE: keys,
      TWINLATCH_METRICS_TOKEN_FILE: tokenFile,
      // Nothing is mailed here.
      TWINLATCH_SMTP_URL: "smtp://127.0.0.1:9",
      TWINLATCH_MAIL_FROM: "no-reply@twinlatch.example",
      ...env,
    },
    stdio: ["ignore", "pipe", openSync(log, "a")],
  });
  // A run that breaks off must not leave a server behind.
  const killAtExit = () => child.kill("SIGKILL");
  process.once("exit", killAtExit);
  child.once("exit", () => process.off("exit", killAtExit));
  await untilReady(child, log);
  const readyMillis = performance.now() - startedAt;
  const readMetric = async (name: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`http://127.0.0.1:${port}/metrics`, { headers });
    const [, value] = new RegExp(`^${name} (\\S+)$`, "m").exec(await response.text()) ?? [];
    if (value === undefined) throw new Error(`The server has no metric ${name}`);
    return Number(value);
  };
  return {
    port,
    readyMillis,
    cpuMillis: async () => (await readMetric("process_cpu_seconds_total")) * 1000,
    residentMebibytes: async () => (await readMetric("process_resident_memory_bytes")) / 2 ** 20,
    async stop() {
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    },
  };
}

function untilReady(child: ChildProcess, log: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      if (chunk.includes("Console: ")) resolve();
    });
    child.once("exit", () => reject(new Error(`The server ended: ${readFileSync(log, "utf8")}`)));
  });
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("No port to listen on");
  return address.port;
}

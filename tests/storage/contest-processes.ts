import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { StorageConfig } from "@twinlatch/storage";
import type { ContestName } from "./contests.ts";

const SCRIPT = new URL("contestants.ts", import.meta.url).pathname;

/** Processes that compete on one database. */
export interface ContestProcesses {
  /** The migrations that they applied when they started. */
  readonly applied: readonly string[];
  /** Lets all of them try at once; returns what every contestant of every process achieved. */
  run(contest: ContestName, round: string): Promise<readonly (boolean | string)[]>;
  stop(): Promise<void>;
}

/** Starts two processes on the database; they are ready when this resolves. */
export async function startContestProcesses(config: StorageConfig): Promise<ContestProcesses> {
  const processes = await Promise.all([startProcess(config), startProcess(config)]);
  return {
    applied: processes.flatMap(({ applied }) => applied),
    run: async (contest, round) =>
      (await Promise.all(processes.map(({ ask }) => ask({ contest, round })))).flat(),
    stop: async () => {
      await Promise.all(processes.map(({ stop }) => stop()));
    },
  };
}

async function startProcess(config: StorageConfig) {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(config)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const applied: string[] = JSON.parse(await nextLine(lines));
  return {
    applied,
    ask: async (question: object): Promise<(boolean | string)[]> => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return JSON.parse(await nextLine(lines));
    },
    stop: () => endProcess(child),
  };
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new Error("A process of the contest has ended");
  return value;
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.stdin?.end();
  await exited;
}

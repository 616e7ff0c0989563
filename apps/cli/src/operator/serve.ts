import { spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { type Command, done, EXIT_CODES } from "../frame/command.ts";

const MAIN = fileURLToPath(new URL("../../../server/src/main.ts", import.meta.url));
const PASSED_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A program of its own, as `npm start` runs it: this process knows more than a server may. */
export const serve: Command = {
  name: "serve",
  summary: "run the server until it is told to stop",
  details: ["Takes its settings from the environment; docs/operate lists them."],
  async run({ terminal }) {
    const code = await runServer(terminal.env);
    if (code === 0) return done(undefined, []);
    const ending = code === EXIT_CODES.unavailable ? "unavailable" : "refused";
    return { ending, data: { error: "server_ended", code }, lines: [] };
  },
};

function runServer(env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--disable-sigusr1", MAIN], { stdio: "inherit", env });
    const pass = (signal: NodeJS.Signals): void => {
      // A terminal sends Ctrl-C to the whole group: passing it on would make it two.
      if (signal === "SIGINT" && process.stdin.isTTY) return;
      child.kill(signal);
    };
    for (const signal of PASSED_SIGNALS) process.on(signal, pass);
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      for (const name of PASSED_SIGNALS) process.off(name, pass);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

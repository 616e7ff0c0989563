// Why: npm signals this process, not the program it started; a server must hear SIGTERM to stop
// gracefully, and its exit code must be ours.
import { spawn } from "node:child_process";

/** @type {NodeJS.Signals[]} */
const PASSED_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const ORPHAN_CHECK_MILLIS = 100;

/**
 * Runs a program on this terminal and resolves to its exit code (128 + n after signal n, as shells do).
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", ...options });
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => {
      // A terminal sends Ctrl-C to the whole group: passing it on would make it two.
      if (signal === "SIGINT" && process.stdin.isTTY) return;
      child.kill(signal);
    };
    for (const signal of PASSED_SIGNALS) process.on(signal, pass);
    const parent = process.ppid;
    // npm signals the shell that started us, and a shell dies of it without a word to its children.
    const orphanCheck = setInterval(() => {
      if (process.ppid !== parent) child.kill("SIGTERM");
    }, ORPHAN_CHECK_MILLIS);
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      clearInterval(orphanCheck);
      for (const name of PASSED_SIGNALS) process.off(name, pass);
      resolve(code ?? 128 + signalNumber(signal));
    });
  });
}

function signalNumber(/** @type {NodeJS.Signals | null} */ signal) {
  return signal === null
    ? 0
    : ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[/** @type {string} */ (signal)] ?? 1);
}

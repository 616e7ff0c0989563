// Why: one list of gates, run by `npm run verify`, by one name on the command line, and against
// planted failures by tests/architecture/gates.test.ts.
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";

/**
 * @typedef {object} Gate
 * @property {string} name
 * @property {string} program A command of node_modules/.bin.
 * @property {string[]} args
 * @property {RegExp} [evidence] What a run that read anything prints; a gate that read nothing has failed.
 */

/**
 * @typedef {object} GateResult
 * @property {boolean} passed
 * @property {string} output
 * @property {string} evidence
 * @property {number} millis
 */

/** @type {Gate[]} In the order a reader would want to fail. */
export const GATES = [
  {
    name: "format",
    program: "biome",
    args: ["check", "--colors=off", "."],
    evidence: /Checked [1-9]\d* files?/,
  },
  { name: "types", program: "tsc", args: ["-b", "--pretty", "false"] },
  { name: "lint", program: "oxlint", args: [], evidence: /on [1-9]\d* files? with [1-9]\d* rules/ },
  {
    name: "architecture",
    program: "depcruise",
    args: ["packages", "apps", "--config", ".dependency-cruiser.mjs"],
    evidence: /[1-9]\d* modules, [1-9]\d* dependencies cruised/,
  },
  { name: "dead-code", program: "knip", args: ["--no-progress"] },
];

/** @type {Gate} */
export const TESTS = {
  name: "tests",
  program: "vitest",
  args: ["run"],
  evidence: /[1-9]\d* passed, \d+ failed, \d+ skipped$/,
};

/**
 * Runs a gate in the repository at `root`, with the programs installed there.
 * @param {Gate} gate
 * @param {string} root
 * @returns {Promise<GateResult>}
 */
export async function runGate(gate, root) {
  const bin = join(root, "node_modules/.bin");
  const startedAt = Date.now();
  const { exitCode, output } = await run(join(bin, gate.program), gate.args, {
    cwd: root,
    // The programs are `#!/usr/bin/env node`: this finds the project's Node, not the system's.
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"]}`, NO_COLOR: "1" },
  });
  const evidence =
    gate.evidence === undefined ? "" : (gate.evidence.exec(output)?.[0] ?? undefined);
  return {
    passed: exitCode === 0 && evidence !== undefined,
    output:
      evidence === undefined
        ? `${output}\n(this gate shows no sign of having read anything)`
        : output,
    evidence: evidence ?? "",
    millis: Date.now() - startedAt,
  };
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<{ exitCode: number, output: string }>}
 */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
        output += text;
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ exitCode: code ?? 1, output: output.trimEnd() }));
  });
}

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PROGRAM = at("check-vectors.ts");
const ROOT = at("../..");

/** Other programs that run JavaScript, and how each is told to run one that is on the disk. */
const RUNTIMES = [
  { name: "Node 22", program: "node/bin/node", options: [], version: /^v22\./ },
  {
    name: "Deno",
    program: ".bin/deno",
    // Takes nothing from the network, and what npm installed as npm installed it.
    options: ["run", "--no-remote", "--cached-only", "--node-modules-dir=manual"],
    version: /^deno 2\./,
  },
  { name: "Bun", program: ".bin/bun", options: ["run"], version: /^1\./ },
] as const;

interface Report {
  readonly held: number;
  readonly failures: readonly string[];
}

async function start(program: string, args: readonly string[]): Promise<string> {
  const path = at(`programs/node_modules/${program}`);
  if (!existsSync(path)) {
    throw new Error(`${program} is not installed: run \`npm ci\` in tests/runtimes/programs`);
  }
  const { stdout } = await run(path, args, { cwd: ROOT });
  return stdout;
}

async function checkVectors(
  { program, options }: (typeof RUNTIMES)[number],
  ...args: readonly string[]
): Promise<Report> {
  return JSON.parse(await start(program, [...options, PROGRAM, ...args]));
}

describe.each(RUNTIMES)("the one-time codes in $name", (runtime) => {
  it("R-009: hold every published vector", async () => {
    expect(await start(runtime.program, ["--version"])).toMatch(runtime.version);
    const { held, failures } = await checkVectors(runtime);
    expect(failures).toEqual([]);
    expect(held).toBeGreaterThan(400);
  });

  it("hold none of the codes when a MAC is wrong by one bit", async () => {
    const { failures } = await checkVectors(runtime, "--with-a-wrong-mac");
    // Ten of RFC 4226, and eighteen of RFC 6238 made and verified.
    expect(failures.filter((failure) => /^(HOTP|TOTP)/.test(failure))).toHaveLength(10 + 2 * 18);
  });
});

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const SHIM = fileURLToPath(new URL("../../apps/cli/bin/twinlatch.mjs", import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinlatch-command-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Starts the command as a shell does; standard input is a pipe. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [SHIM, ...args], {
    env: { PATH: process.env["PATH"], TWINLATCH_DATA: join(folder, "data"), ...env },
    stdio: "pipe",
  });
  const said = { out: "", error: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.error += text));
  return { child, said, ended: endOf(child, said) };
}

async function endOf<Said>(child: ChildProcess, said: Said) {
  await once(child, "close");
  return { exit: child.exitCode, ...said };
}

async function run(args: readonly string[], input = "") {
  const { child, said } = start(args);
  child.stdin.end(input);
  await once(child, "close");
  return { exit: child.exitCode, ...said };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

it("the command starts on any Node and passes its exit status on", async () => {
  const help = await run(["--help"]);
  expect([help.exit, help.error]).toEqual([0, ""]);
  for (const name of ["serve", "setup", "users break-glass", "audit verify"]) {
    expect(help.out).toContain(`  ${name} `);
  }
  expect((await run(["audit", "verify"])).exit).toBe(3);
  expect((await run(["audit", "verified"])).exit).toBe(2);
});

it("the first account is made with a password from standard input, which is said nowhere", async () => {
  const password = "otterhound by the winter lake";
  const made = await run(["setup", "--email", "ada@example.org", "--json"], `${password}\n`);
  expect(made).toMatchObject({ exit: 0, error: "" });
  expect(JSON.parse(made.out)).toMatchObject({ email: "ada@example.org" });
  expect(made.out).not.toContain("otterhound");
  const file = await readFile(join(folder, "data", "twinlatch.db"), "latin1");
  expect(file).not.toContain("otterhound");
});

it("serve passes on that the database cannot be reached", async () => {
  const DATABASE_URL = "postgres://nobody:canary@127.0.0.1:1/none";
  const { exit, error } = await start(["serve"], { DATABASE_URL }).ended;
  expect(exit).toBe(3);
  expect(error).not.toContain("canary");
});

it("serve runs the server, and ends it in good order when it is told to stop", async () => {
  const port = await freePort();
  const { child, said, ended } = start(["serve"], {
    PORT: String(port),
    AUTHENTICATOR_PORT: String(await freePort()),
  });
  while (!said.out.includes("Console: ")) {
    if (child.exitCode !== null) throw new Error(said.error);
    await once(child.stdout, "data");
  }
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
  expect(answer.status).toBe(200);
  child.kill("SIGTERM");
  expect((await ended).exit).toBe(0);
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow("fetch failed");
});

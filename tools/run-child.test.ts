import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";

const PARENT = `import { runChild } from ${JSON.stringify(new URL("./run-child.mjs", import.meta.url).href)};
process.exitCode = await runChild(process.execPath, ["-e", process.argv[1]]);`;

function startParent(childProgram: string): ChildProcess {
  return spawn(process.execPath, ["--input-type=module", "-e", PARENT, childProgram], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function exitCode(parent: ChildProcess): Promise<unknown> {
  const [code] = await once(parent, "exit");
  return code;
}

it("has the exit code of the program", async () => {
  expect(await exitCode(startParent("process.exit(7)"))).toBe(7);
});

it("has 128 and the number of the signal that ended the program", async () => {
  expect(await exitCode(startParent('process.kill(process.pid, "SIGKILL")'))).toBe(137);
});

it.for<NodeJS.Signals>(["SIGTERM", "SIGINT", "SIGHUP"])(
  "passes %s on and waits for the program to stop gracefully",
  async (signal) => {
    const program = `process.on("${signal}", () => { clearInterval(alive); process.exitCode = 5; });
const alive = setInterval(() => {}, 1000);
console.log("ready");`;
    const parent = startParent(program);
    const ended = exitCode(parent);
    if (parent.stdout === null) throw new Error("The parent's output is not read");
    await once(parent.stdout, "data");
    parent.kill(signal);
    expect(await ended).toBe(5);
  },
);

it("stops the program when the shell that npm started dies", async () => {
  const program = `process.once("SIGTERM", () => { clearInterval(alive); console.log("stopped"); });
const alive = setInterval(() => {}, 1000);
console.log("ready");`;
  const command = `"$0" --input-type=module -e "$1" "$2"; true`;
  const shell = spawn("sh", ["-c", command, process.execPath, PARENT, program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output = shell.stdout.setEncoding("utf8")[Symbol.asyncIterator]();
  expect(await output.next()).toEqual({ done: false, value: "ready\n" });
  shell.kill("SIGTERM");
  expect(await output.next()).toEqual({ done: false, value: "stopped\n" });
});

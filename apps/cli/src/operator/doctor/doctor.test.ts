import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { scriptedTerminal } from "../../../../../tests/harness/scripted-terminal.ts";
import { startSmtpServer } from "../../../../../tests/smtp/start-smtp-server.ts";
import { COMMANDS } from "../../commands.ts";
import { runCommandLine } from "../../frame/run-command-line.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinlatch-doctor-"));
  await run(["keys", "generate"]);
  await run(["migrate"]);
  await run(["keys", "rotate"]);
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const terminal = scriptedTerminal({ env: { TWINLATCH_DATA: folder, ...env } });
  const exit = await runCommandLine(COMMANDS, [...args, "--json"], terminal);
  return { exit, answer: JSON.parse(terminal.said().out) };
}

/** What is wrong, by the check's name. */
async function examine(env?: Record<string, string>) {
  const { exit, answer } = await run(["doctor"], env);
  const wrong: { check: string; outcome: string; message: string }[] = answer.checks.filter(
    ({ outcome }: { outcome: string }) => outcome === "wrong",
  );
  const found = Object.fromEntries(wrong.map(({ check, message }) => [check, message]));
  return { exit, isOk: answer.ok, found };
}

describe("the doctor", () => {
  it("finds nothing wrong with a new installation, and says what was looked at", async () => {
    expect(await examine()).toEqual({ exit: 0, isOk: true, found: {} });
    const terminal = scriptedTerminal({ env: { TWINLATCH_DATA: folder } });
    await runCommandLine(COMMANDS, ["doctor"], terminal);
    expect(terminal.said().out.split("\n")).toEqual([
      "ok    settings: The server takes them.",
      'ok    key file: 2 keys, of which "k2" is current.',
      "ok    file modes: As they should be.",
      "ok    database: It answers and is up to date.",
      'ok    keys of the database: Everything is sealed under "k2".',
      expect.stringMatching(/^ok {4}disk space: [0-9]+ MiB are free\.$/),
      "-     mail: No mail server is set: development keeps mail in its outbox.",
      "",
    ]);
  });

  it("R-079: says when the keys are not those of the database", async () => {
    const file = join(folder, "keys.json");
    const ring = JSON.parse(await readFile(file, "utf8"));
    const other = {
      current: "k2",
      keys: {
        ...ring.keys,
        k2: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64"),
      },
    };
    await writeFile(file, JSON.stringify(other));
    const { exit, found } = await examine();
    expect(exit).toBe(1);
    expect(found).toEqual({
      "keys of the database": expect.stringMatching(/is of another installation.*k2/),
    });
  });

  it("R-077: says when others can read the keys or the data", async () => {
    await chmod(join(folder, "keys.json"), 0o644);
    await chmod(join(folder, "twinlatch.db"), 0o640);
    const { exit, found } = await examine();
    expect(exit).toBe(1);
    expect(Object.keys(found)).toEqual(["key file", "file modes", "keys of the database"]);
    expect(found["file modes"]).toMatch(/chmod go= .*twinlatch\.db$/);
  });

  it("says what is wrong with settings that only the server has", async () => {
    const { exit, found } = await examine({
      TWINLATCH_SIGN_UP: "perhaps",
      TWINLATCH_LOG_LEVEL: "x",
    });
    expect(exit).toBe(1);
    expect(found["settings"]).toMatch(/^These .* starting: TWINLATCH_.*; TWINLATCH_/);
  });

  it("says when there is no database, and makes none", async () => {
    await rm(join(folder, "twinlatch.db"));
    expect(Object.keys((await examine()).found)).toEqual(["database", "keys of the database"]);
    expect(Object.keys((await examine()).found)).toEqual(["database", "keys of the database"]);
  });

  it("tries the mail server, and sends nothing", async () => {
    const server = await startSmtpServer();
    const env = { TWINLATCH_SMTP_URL: `smtp://127.0.0.1:${server.port}` };
    expect((await examine(env)).found).toEqual({});
    await server.close();
    expect(server.received).toEqual([]);
    expect((await examine(env)).found).toEqual({
      mail: "The server cannot be used: unreachable.",
    });
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAuditSealer } from "@twinlatch/verifier";
import { afterEach, beforeEach, expect, it } from "vitest";
import { scriptedTerminal } from "../../../../tests/harness/scripted-terminal.ts";
import { COMMANDS } from "../commands.ts";
import { runCommandLine } from "../frame/run-command-line.ts";
import { withInstallation } from "./open-installation.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinlatch-audit-"));
  await run(["setup", "--email", "ada@example.org"]);
});
afterEach(() => rm(folder, { recursive: true }));

async function run(args: readonly string[]) {
  const env = { TWINLATCH_DATA: folder };
  const terminal = scriptedTerminal({ env, input: "a rainy walk by the sea\n" });
  const exit = await runCommandLine(COMMANDS, args, terminal);
  return { exit, out: terminal.said().out };
}

const verify = async () => (await run(["audit", "verify"])).out.trimEnd().split("\n");

/** What the server does every second. */
const seal = () =>
  withInstallation(scriptedTerminal({ env: { TWINLATCH_DATA: folder } }), ({ audit }) =>
    createAuditSealer(audit).sealNext(),
  );

it("R-084: says that nothing was compared where no server has sealed anything", async () => {
  expect(await verify()).toEqual([
    "Nothing was compared: no event of the audit trail is sealed.",
    expect.stringMatching(/^1 event is not sealed yet\. A server that runs seals them within/),
  ]);
  const { exit, out } = await run(["audit", "verify", "--json"]);
  expect([exit, JSON.parse(out)]).toEqual([0, { outcome: "intact", projects: [], unsealed: 1 }]);
});

it("R-084: says how many events came after those that were compared", async () => {
  await seal();
  const sealed = [
    "The audit trail is intact.",
    expect.stringMatching(/: 1 entry up to 1, compared with 1 signed head$/),
  ];
  expect(await verify()).toEqual(sealed);
  for (const name of ["one", "two"]) await run(["backup", join(folder, name)]);
  expect(await verify()).toEqual([
    ...sealed,
    expect.stringMatching(/^2 events are not sealed yet\./),
  ]);
});

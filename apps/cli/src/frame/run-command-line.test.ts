import { StorageUnavailableError } from "@twinlatch/verifier";
import { describe, expect, it } from "vitest";
import { scriptedTerminal } from "../../../../tests/harness/scripted-terminal.ts";
import { type Command, done, refused } from "./command.ts";
import { readSecret } from "./read-secret.ts";
import { runCommandLine } from "./run-command-line.ts";

const HOSTILE = 'Agent/1\r\n2026 forged "entry"\u001b[2J\u009b1A\u202e\u2028{"seal":1}';

const greet: Command = {
  name: "people greet",
  summary: "says hello",
  operands: [{ name: "NAME", help: "who", isRequired: true }],
  options: {
    loudly: { type: "boolean", help: "louder" },
    "word-file": { type: "string", value: "FILE", help: "the word" },
    by: { type: "string", value: "WHO", help: "by whom", isRequired: true },
  },
  async run(call) {
    if (call.operands[0] === "nobody") return refused("not_found", "There is nobody");
    if (call.operands[0] === "offline") throw new StorageUnavailableError("is gone");
    const word = call.has("loudly") ? await readSecret(call, "word-file", "Word: ") : "hello";
    const line = `${word} ${call.operands[0]} by ${call.text("by")}`;
    return done({ line }, [line]);
  },
};
const list: Command = { ...greet, name: "people list", operands: [], options: {} };

function type(line: string, input = "") {
  const terminal = scriptedTerminal({ input });
  const code = runCommandLine([greet, list], line.split(" ").filter(Boolean), terminal);
  return code.then((exit) => ({ exit, ...terminal.said() }));
}

describe("the command line", () => {
  it("runs what is named and prints its lines", async () => {
    expect(await type("people greet ada --by bob")).toEqual({
      exit: 0,
      out: "hello ada by bob\n",
      error: "",
    });
  });

  it("answers with one line of JSON when asked", async () => {
    const { exit, out, error } = await type("people greet ada --by bob --json");
    expect([exit, JSON.parse(out), error]).toEqual([0, { line: "hello ada by bob" }, ""]);
    const no = await type("people greet nobody --by bob --json");
    expect(no.exit).toBe(1);
    expect(JSON.parse(no.out)).toEqual({ error: "not_found", message: "There is nobody" });
  });

  it.each<[string, number, RegExp]>([
    ["people greet nobody --by bob", 1, /^There is nobody\n$/],
    ["people greet offline --by bob", 3, /^The database cannot be used: is gone\n$/],
    ["people greet --by bob", 2, /^NAME is missing\n/],
    ["people greet ada", 2, /^--by is missing\n/],
    ["people greet ada eve --by bob", 2, /^"eve" is one too many\n/],
    ["people greet ada --by", 2, /^Option '--by <value>' argument missing\n/],
    ["people greet ada --by bob --quietly", 2, /^Unknown option '--quietly'\n/],
    ["people", 2, /^There is no command "people"\n/],
    ["people greets", 2, /^There is no command "people greets"\n/],
    ["", 2, /^No command was named\n/],
  ])("ends %j with status %i", async (line, exit, message) => {
    const said = await type(line);
    expect(said.error).toMatch(message);
    expect([said.exit, said.out]).toEqual([exit, ""]);
  });

  it("explains itself, its groups and its commands", async () => {
    expect((await type("--help")).out).toMatch(/people greet {2}says hello\n {2}people list /);
    expect((await type("people --help")).out).toMatch(/people greet/);
    const { exit, out } = await type("people greet --help");
    expect(exit).toBe(0);
    expect(out).toMatch(/^Usage: twinlatch people greet NAME \[options\]\n/);
    expect(out).toMatch(/--word-file FILE {2}the word\n/);
    expect(out).toMatch(/--by WHO +by whom \(required\)\n/);
  });

  it("R-084: one line stays one line, whatever stands in it, and JSON gives it back", async () => {
    const terminal = scriptedTerminal({});
    await runCommandLine([greet], ["people", "greet", HOSTILE, "--by", "eve"], terminal);
    const { out } = terminal.said();
    expect(out.match(/\n/g)).toHaveLength(1);
    expect(out).toMatch(/^[\x20-\x7e]+\n$/);
    const asJson = scriptedTerminal({});
    await runCommandLine([greet], ["people", "greet", HOSTILE, "--by", "eve", "--json"], asJson);
    const json = asJson.said().out;
    expect(json).toMatch(/^[\x20-\x7e]+\n$/);
    expect(JSON.parse(json)).toEqual({ line: `hello ${HOSTILE} by eve` });
  });
});

describe("a secret", () => {
  it("is the first line of standard input where nobody sits at the terminal", async () => {
    expect((await type("people greet ada --by bob --loudly", "hey \r\nthere")).out).toBe(
      "hey  ada by bob\n",
    );
  });

  it.each([
    ["/does/not/exist", /^--word-file names a file that cannot be read \(ENOENT\)\n/],
    ["-", /^There is no secret/],
  ])("is missed in %s", async (file, message) => {
    const said = await type(`people greet ada --by bob --loudly --word-file ${file}`);
    expect(said.error).toMatch(message);
    expect(said.exit).toBe(2);
  });

  it("is asked of the person at the terminal", async () => {
    const terminal = scriptedTerminal({ answers: ["psst"] });
    const args = ["people", "greet", "ada", "--by", "bob", "--loudly"];
    await runCommandLine([greet], args, terminal);
    expect(terminal.said()).toEqual({ out: "psst ada by bob\n", error: "Word: \n" });
  });
});

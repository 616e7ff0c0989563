import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readTextConfig } from "./read-text-config.ts";

const WEBHOOK = { kind: "webhook", url: "https://sms.example.org/send", secretFile: "secret" };
const SECRET = "canary-secret";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "twinlatch-texts-"));
  path = join(folder, "texts.json");
  write("secret", `${SECRET}\n`);
  writeConfig({ providers: [WEBHOOK] });
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string, mode = 0o600): void {
  writeFileSync(join(folder, name), content);
  chmodSync(join(folder, name), mode);
}

function writeConfig(value: unknown, mode = 0o644): void {
  write("texts.json", JSON.stringify(value), mode);
}

function read({ mode = "production", credentialsFolder = undefined as string | undefined } = {}) {
  return readTextConfig(path, {
    mode: mode === "production" ? "production" : "development",
    credentialsFolder,
  });
}

function problemsOf(...args: Parameters<typeof read>): readonly string[] {
  const result = read(...args);
  return "problems" in result ? result.problems : [];
}

describe("readTextConfig", () => {
  it("reads the configuration, and the secrets beside it", () => {
    const result = read();
    if ("problems" in result) throw new Error(result.problems.join());
    const { config, secretOf } = result.texts;
    expect(config.providers.map(({ name }) => name)).toEqual(["webhook"]);
    expect(secretOf("secret").reveal()).toBe(SECRET);
    expect(inspect(secretOf("secret"))).not.toContain("canary");
  });

  it("finds a secret by its whole path", () => {
    mkdirSync(join(folder, "elsewhere"));
    write("elsewhere/s", "other");
    const secretFile = join(folder, "elsewhere/s");
    writeConfig({ providers: [{ ...WEBHOOK, secretFile }] });
    const result = read();
    expect("texts" in result && result.texts.secretOf(secretFile).reveal()).toBe("other");
  });

  it("says what is wrong with the file itself", () => {
    rmSync(path);
    expect(problemsOf()).toEqual(["The file cannot be read (ENOENT)"]);
    mkdirSync(path);
    expect(problemsOf()).toEqual(["The file is not a small regular file"]);
    rmSync(path, { recursive: true });
    write("texts.json", " ".repeat(70_000));
    expect(problemsOf()).toEqual(["The file is not a small regular file"]);
    write("texts.json", "{");
    expect(problemsOf()).toEqual(["The file is not JSON"]);
  });

  it("R-077: production refuses texts in the clear, development does not", () => {
    writeConfig({ providers: [{ ...WEBHOOK, name: "gateway", url: "http://sms.example.org" }] });
    expect(problemsOf()).toEqual(["gateway would get texts without TLS, which production refuses"]);
    expect(problemsOf({ mode: "development" })).toEqual([]);
  });

  it("R-077: production refuses a configuration that others can change", () => {
    for (const mode of [0o664, 0o646, 0o666]) {
      chmodSync(path, mode);
      expect(problemsOf()).toEqual(["Others than its owner can change the file; run chmod go-w"]);
      expect(problemsOf({ mode: "development" })).toEqual([]);
    }
  });

  it.each([0o640, 0o604, 0o644, 0o660])("R-077: refuses a secret file of mode %o", (mode) => {
    write("secret", SECRET, mode);
    const octal = mode.toString(8).padStart(4, "0");
    for (const where of ["production", "development"]) {
      expect(problemsOf({ mode: where })).toEqual([
        `Secret file secret: others than its owner have access (mode ${octal}); run chmod 600`,
      ]);
    }
  });

  it("R-077: takes systemd's mode 0440 in the credentials folder", () => {
    write("secret", SECRET, 0o440);
    expect(problemsOf({ credentialsFolder: folder })).toEqual([]);
  });

  it.each<[string, string]>([
    ["nothing", ""],
    ["blanks", " \n"],
    ["two lines", "one\ntwo"],
    ["too much", "x".repeat(5_000)],
  ])("refuses a secret file that holds %s", (_what, content) => {
    write("secret", content);
    expect(problemsOf()).toEqual(["Secret file secret: must hold one line, the secret"]);
  });

  it("says all of it at once", () => {
    writeConfig({
      providers: [
        { ...WEBHOOK, url: "http://sms.example.org", secretFile: "none" },
        { ...WEBHOOK, name: "other", secretFile: "missing" },
      ],
    });
    expect(problemsOf()).toEqual([
      "Secret file none: there is no such file",
      "Secret file missing: there is no such file",
      "webhook would get texts without TLS, which production refuses",
    ]);
  });
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { createKeyRingFile } from "@twinlatch/platform-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSettings } from "../../apps/server/src/config/read-settings.ts";
import { serve } from "../../apps/server/src/serve.ts";
import { describeStartError } from "../../apps/server/src/start-error.ts";
import { isSlowRun } from "../rounds.ts";

const MAIN = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));
const REFUSAL_MILLIS = 20_000;

let folder: string;
let keys: string;
let production: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "twinlatch-start-"));
  keys = join(folder, "keys.json");
  await createKeyRingFile(keys);
  production = {
    TWINLATCH_MODE: "production",
    TWINLATCH_DATA: join(folder, "data"),
    TWINLATCH_PUBLIC_URL: "https://id.example.org",
    TWINLATCH_SECRET_KEYS_FILE: keys,
    TWINLATCH_SMTP_URL: "smtps://user:canary@mail.example.org",
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts a process that is to refuse; ends it when it does not. */
async function start(env: Readonly<Record<string, string>>, nodeFlags: readonly string[] = []) {
  const child = spawn(process.execPath, [...nodeFlags, MAIN], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: REFUSAL_MILLIS,
    killSignal: "SIGKILL",
  });
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    child.exitCode ?? once(child, "exit"),
  ]);
  return { code: child.exitCode, stdout, stderr };
}

/**
 * The same start within this process, which has loaded the server already. Not for what is said to Node
 * itself; under `test:slow` every refusal is a process's.
 */
async function startHere(env: Readonly<Record<string, string>>): ReturnType<typeof start> {
  let logged = "";
  const logSink = { write: (line: string) => (logged += line) };
  try {
    const server = await serve(readSettings(env, { nodeFlags: [], isDebugged: false }), {
      logSink,
    });
    await server.stop();
    return { code: 0, stdout: server.lines.join("\n"), stderr: logged };
  } catch (error) {
    return { code: 1, stdout: "", stderr: logged + describeStartError(error) };
  }
}

/** A key file with the given content and mode. */
function keyFile(name: string, content: string, mode = 0o600): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  chmodSync(file, mode);
  return file;
}

function ring(key: Uint8Array | string): string {
  return JSON.stringify({ current: "k1", keys: { k1: Buffer.from(key).toString("base64") } });
}

/** A configuration of one webhook, with its secret beside it. */
function smsConfig(name: string, url: string, secretFile = "sms-secret"): string {
  if (secretFile === "sms-secret") keyFile(secretFile, "canary");
  return keyFile(
    name,
    JSON.stringify({ providers: [{ kind: "webhook", url, secretFile }], countries: ["CH"] }),
  );
}

type Bad = () => { env?: Record<string, string>; nodeFlags?: readonly string[] };

const RANDOM_KEY = Uint8Array.from({ length: 32 }, (_, n) => (n * 73 + 41) ^ (n << 3));

const BAD_SETTINGS: Readonly<Record<string, readonly [Bad, RegExp]>> = {
  "no keys": [() => ({ env: { TWINLATCH_SECRET_KEYS_FILE: "" } }), /KEYS_FILE must be set/],
  "a key file that is not there": [
    () => ({ env: { TWINLATCH_SECRET_KEYS_FILE: join(folder, "none.json") } }),
    /there is no such file/,
  ],
  "a key file that everybody can read": [
    () => ({
      env: { TWINLATCH_SECRET_KEYS_FILE: keyFile("open.json", ring(RANDOM_KEY), 0o644) },
    }),
    /others than its owner have access \(mode 0644\)/,
  ],
  "a short key": [
    () => ({ env: { TWINLATCH_SECRET_KEYS_FILE: keyFile("short.json", ring("canary")) } }),
    /base64 of exactly 32 bytes/,
  ],
  "a default key": [
    () => ({ env: { TWINLATCH_SECRET_KEYS_FILE: keyFile("zero.json", ring(new Uint8Array(32))) } }),
    /not a random key/,
  ],
  "a passphrase for a key": [
    () => ({
      env: {
        TWINLATCH_SECRET_KEYS_FILE: keyFile("text.json", ring("canary canary canary canary cana")),
      },
    }),
    /not a random key/,
  ],
  "no public URL": [() => ({ env: { TWINLATCH_PUBLIC_URL: "" } }), /PUBLIC_URL must be set/],
  "no TLS": [
    () => ({ env: { TWINLATCH_PUBLIC_URL: "http://id.example.org" } }),
    /PUBLIC_URL must be https/,
  ],
  "no mail server": [() => ({ env: { TWINLATCH_SMTP_URL: "" } }), /SMTP_URL must be set/],
  "the test clock": [
    () => ({ env: { TWINLATCH_TEST_CLOCK: join(folder, "offset") } }),
    /TWINLATCH_TEST_CLOCK is refused/,
  ],
  "a debugger": [() => ({ nodeFlags: ["--inspect=127.0.0.1:0"] }), /debugger .* is refused/],
  "a debugger by the environment": [
    () => ({ env: { NODE_OPTIONS: "--inspect=127.0.0.1:0" } }),
    /debugger .* is refused/,
  ],
  "texts in the clear": [
    () => ({ env: { TWINLATCH_SMS_CONFIG: smsConfig("clear.json", "http://sms.example.org") } }),
    /webhook would get texts without TLS/,
  ],
  "a provider's secret that others can read": [
    () => {
      keyFile("sms-secret-open", "canary", 0o640);
      const file = "sms-secret-open";
      const url = "https://sms.example.org";
      return { env: { TWINLATCH_SMS_CONFIG: smsConfig("open-secret.json", url, file) } };
    },
    /Secret file sms-secret-open: others than its owner have access \(mode 0640\)/,
  ],
  "a provider's secret that is guessed": [
    () => ({ env: { TWINLATCH_SMS_CONFIG: smsConfig("weak.json", "https://sms.example.org") } }),
    /webhook: "secretFile" must hold whsec_/,
  ],
  "certificates that nobody checks": [
    () => ({ env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" } }),
    /NODE_TLS_REJECT_UNAUTHORIZED=0 is refused/,
  ],
};

describe("R-077: in production the server does not start with", () => {
  it.each(Object.entries(BAD_SETTINGS))("%s", async (_, [bad, reason]) => {
    const { env, nodeFlags } = bad();
    const all = { ...production, ...env };
    const isToNode = nodeFlags !== undefined || env?.["NODE_OPTIONS"] !== undefined;
    const { code, stdout, stderr } =
      isToNode || isSlowRun() ? await start(all, nodeFlags) : await startHere(all);
    expect(code).toBe(1);
    expect(stderr).toMatch(reason);
    expect(stdout).toBe("");
    expect(stderr).not.toContain("canary");
  });
});

describe("the server does not start", () => {
  it("and says all that is wrong at once, in sentences", async () => {
    const { code, stderr } = await start({ PORT: "x", HOST: "0.0.0.0", TWINLATCH_SIGN_UP: "y" });
    expect(code).toBe(1);
    expect(stderr).toBe(
      "These settings stop the server from starting:\n" +
        "  PORT must be a port, 1 to 65535\n" +
        "  TWINLATCH_SIGN_UP must be one of: open, invited, closed\n" +
        "  HOST must be a loopback address in development; set TWINLATCH_MODE=production to serve others\n",
    );
  });

  it("with a database that cannot be reached, and keeps its password to itself", async () => {
    const { code, stderr } = await start({
      TWINLATCH_DATA: join(folder, "data"),
      DATABASE_URL: "postgres://user:canary@127.0.0.1:1/none",
    });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^The database cannot be used: .*\(ECONNREFUSED\)\n$/);
    expect(stderr).not.toContain("canary");
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Environment, type HostFacts, SettingsError } from "@twinlatch/installation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSettings } from "./read-settings.ts";

const host: HostFacts = { nodeFlags: [], isDebugged: false };

const production: Environment = {
  TWINLATCH_MODE: "production",
  TWINLATCH_PUBLIC_URL: "https://id.example.org",
  TWINLATCH_AUTHENTICATOR_URL: "https://codes.example.org",
  TWINLATCH_SECRET_KEYS_FILE: "/etc/twinlatch/keys.json",
  TWINLATCH_SMTP_URL: "smtps://mail.example.org",
};

function problemsOf(env: Environment, facts = host): readonly string[] {
  try {
    readSettings(env, facts);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "twinlatch-settings-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("readSettings", () => {
  it("needs nothing in development", () => {
    expect(readSettings({}, host)).toMatchObject({
      mode: "development",
      host: "127.0.0.1",
      port: 4600,
      authenticatorPort: 4601,
      publicUrl: "http://localhost:4600",
      authenticatorUrl: "http://localhost:4601",
      dataFolder: join(process.cwd(), "data"),
      productName: "Twinlatch",
      signUp: "open",
      trustedProxies: [],
      warnings: [],
    });
  });

  it("builds the authenticator's port and both origins from PORT", () => {
    expect(readSettings({ PORT: "8080" }, host)).toMatchObject({
      authenticatorPort: 8081,
      publicUrl: "http://localhost:8080",
      authenticatorUrl: "http://localhost:8081",
    });
  });

  it("listens on one address of this machine, whatever it is called", () => {
    for (const [asked, expected] of [
      ["localhost", "127.0.0.1"],
      ["::1", "::1"],
      ["127.0.0.9", "127.0.0.9"],
    ]) {
      expect(readSettings({ HOST: asked }, host).host).toBe(expected);
    }
  });

  it("is closed to strangers in production", () => {
    const settings = readSettings(production, host);
    expect(settings).toMatchObject({
      publicUrl: "https://id.example.org",
      signUp: "closed",
      mailFrom: "no-reply@id.example.org",
    });
  });

  it("serves no authenticator in production where no origin is named for it", () => {
    const { TWINLATCH_AUTHENTICATOR_URL: _, ...rest } = production;
    expect(readSettings(rest, host).authenticatorUrl).toBeUndefined();
  });

  it("says everything that is wrong at once", () => {
    const problems = problemsOf({
      PORT: "70000",
      TWINLATCH_MODE: "staging",
      TWINLATCH_PUBLIC_URL: "id.example.org",
      TWINLATCH_SIGN_UP: "maybe",
      TWINLATCH_TRUSTED_PROXIES: "10.0.0.0/33",
    });
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual([
      "TWINLATCH_MODE",
      "PORT",
      "TWINLATCH_PUBLIC_URL",
      "TWINLATCH_TRUSTED_PROXIES",
      "TWINLATCH_SIGN_UP",
    ]);
  });

  it.each<[string, Environment, RegExp]>([
    ["a port that is none", { PORT: "80a" }, /PORT must be a port/],
    [
      "one port for both",
      { AUTHENTICATOR_PORT: "4600", TWINLATCH_AUTHENTICATOR_URL: "http://codes.localhost:4600" },
      /AUTHENTICATOR_PORT must differ/,
    ],
    ["no room for the second port", { PORT: "65535" }, /AUTHENTICATOR_PORT must be set/],
    ["an origin with a path", { TWINLATCH_PUBLIC_URL: "http://localhost/x" }, /no path/],
    ["an origin with a user", { TWINLATCH_PUBLIC_URL: "http://u@localhost" }, /no path/],
    ["an origin with a query", { TWINLATCH_PUBLIC_URL: "http://localhost?" }, /no path/],
    ["another scheme", { TWINLATCH_PUBLIC_URL: "ftp://localhost" }, /http or https/],
    [
      "one origin for both",
      { TWINLATCH_AUTHENTICATOR_URL: "http://localhost:4600" },
      /TWINLATCH_AUTHENTICATOR_URL must differ/,
    ],
    ["another database", { DATABASE_URL: "mysql://u:canary@h/d" }, /DATABASE_URL must be/],
    ["another mail scheme", { TWINLATCH_SMTP_URL: "http://u:canary@h" }, /TWINLATCH_SMTP_URL/],
    ["a sender without address", { TWINLATCH_MAIL_FROM: "Twinlatch" }, /TWINLATCH_MAIL_FROM/],
    ["too few days", { TWINLATCH_AUDIT_DAYS: "29" }, /TWINLATCH_AUDIT_DAYS must be .* 30 to 36500/],
    ["days in words", { TWINLATCH_AUDIT_DAYS: "400d" }, /TWINLATCH_AUDIT_DAYS must be/],
    ["a colon in the name", { TWINLATCH_PRODUCT_NAME: "Acme: 2FA" }, /TWINLATCH_PRODUCT_NAME/],
    ["a bare prefix", { TWINLATCH_TRUSTED_PROXIES: "/8" }, /TWINLATCH_TRUSTED_PROXIES/],
    ["a host name as proxy", { TWINLATCH_TRUSTED_PROXIES: "proxy" }, /addresses or CIDR/],
    [
      "a public address in development",
      { TWINLATCH_PUBLIC_URL: "https://auth.example.org" },
      /is TWINLATCH_MODE missing/,
    ],
    ["serving others in development", { HOST: "0.0.0.0" }, /HOST must be a loopback address/],
    [
      "a token file that is not there",
      { TWINLATCH_METRICS_TOKEN_FILE: "/nowhere/token" },
      /cannot be read \(ENOENT\)/,
    ],
  ])("refuses %s", (_, env, reason) => {
    const problems = problemsOf(env);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(reason);
    expect(problems[0]).not.toContain("canary");
  });

  it("R-114: waits between saying that it stops and stopping, as long as it is told", () => {
    expect(readSettings({}, host).stopDelaySeconds).toBe(0);
    const env = (seconds: string) => ({ TWINLATCH_STOP_DELAY_SECONDS: seconds });
    expect(readSettings(env("5"), host).stopDelaySeconds).toBe(5);
    expect(problemsOf(env("61"))).toEqual([
      "TWINLATCH_STOP_DELAY_SECONDS must be a number of seconds, 0 to 60",
    ]);
  });

  it("takes a token of metrics from a file, without its line end, and none that can be guessed", () => {
    const file = join(folder, "token");
    writeFileSync(file, `${"t".repeat(40)}\n`);
    expect(readSettings({ TWINLATCH_METRICS_TOKEN_FILE: file }, host).metricsToken).toBe(
      "t".repeat(40),
    );
    writeFileSync(file, "short\n");
    expect(problemsOf({ TWINLATCH_METRICS_TOKEN_FILE: file })[0]).toMatch(/32 characters or more/);
  });

  it("warns of names that mean nothing", () => {
    const { warnings } = readSettings({ TWINLATCH_PUBLIC_URI: "x" }, host);
    expect(warnings).toEqual([expect.stringMatching(/TWINLATCH_PUBLIC_URI is no setting/)]);
  });
});

/** A configuration of texts that can be used. */
function textConfig(url = "https://sms.example.org"): string {
  const secretFile = join(folder, "sms-secret");
  writeFileSync(secretFile, "secret", { mode: 0o600 });
  const path = join(folder, "texts.json");
  writeFileSync(path, JSON.stringify({ providers: [{ kind: "webhook", url, secretFile }] }));
  return path;
}

describe("texts", () => {
  it("leave by the configured providers", () => {
    const { texts } = readSettings({ TWINLATCH_SMS_CONFIG: textConfig() }, host);
    expect(texts?.config.providers).toMatchObject([{ name: "webhook" }]);
    expect(readSettings({}, host).texts).toBeUndefined();
  });

  it("R-077: do not leave in the clear in production", () => {
    const env = { ...production, TWINLATCH_SMS_CONFIG: textConfig("http://sms.example.org") };
    expect(problemsOf(env)).toEqual([
      "TWINLATCH_SMS_CONFIG: webhook would get texts without TLS, which production refuses",
    ]);
  });

  it("say everything that is wrong with their configuration", () => {
    const path = join(folder, "texts.json");
    writeFileSync(path, '{"providers":[{"kind":"webhook"}]}');
    expect(problemsOf({ TWINLATCH_SMS_CONFIG: path })).toEqual([
      "TWINLATCH_SMS_CONFIG: providers[0].url is missing",
      "TWINLATCH_SMS_CONFIG: providers[0].secretFile is missing",
    ]);
  });
});

describe("production", () => {
  it.each<[string, Environment, RegExp]>([
    ["no public URL", { TWINLATCH_PUBLIC_URL: "" }, /TWINLATCH_PUBLIC_URL must be set/],
    ["no TLS", { TWINLATCH_PUBLIC_URL: "http://id.example.org" }, /must be https/],
    [
      "no TLS at the authenticator",
      { TWINLATCH_AUTHENTICATOR_URL: "http://codes.example.org" },
      /must be https/,
    ],
    [
      "one host for both origins",
      { TWINLATCH_AUTHENTICATOR_URL: "https://id.example.org:8443" },
      /host of its own/,
    ],
    ["no keys", { TWINLATCH_SECRET_KEYS_FILE: "" }, /TWINLATCH_SECRET_KEYS_FILE must be set/],
    ["no mail", { TWINLATCH_SMTP_URL: "" }, /TWINLATCH_SMTP_URL must be set/],
    ["the test clock", { TWINLATCH_TEST_CLOCK: "/tmp/offset" }, /TWINLATCH_TEST_CLOCK is refused/],
    ["a debugger in NODE_OPTIONS", { NODE_OPTIONS: "--inspect=0" }, /debugger/],
    ["unverified certificates", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }, /is refused/],
    [
      "other switches of tests",
      { TWINLATCH_TEST_RANDOM: "1" },
      /TWINLATCH_TEST_RANDOM is no setting/,
    ],
    ["a misspelt setting", { TWINLATCH_TRUSTED_PROXY: "::1" }, /TWINLATCH_TRUSTED_PROXY is no/],
  ])("R-077: refuses %s", (_, env, reason) => {
    const problems = problemsOf({ ...production, ...env });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(reason);
  });

  it.each([["--inspect"], ["--inspect-brk=127.0.0.1:1"], ["--inspect-wait"], ["--inspect-port=1"]])(
    "R-077: refuses Node's flag %s",
    (flag) => {
      const problems = problemsOf(production, { nodeFlags: [flag], isDebugged: false });
      expect(problems[0]).toMatch(/debugger/);
    },
  );

  it("R-077: refuses to run under a debugger that was attached otherwise", () => {
    const problems = problemsOf(production, { nodeFlags: [], isDebugged: true });
    expect(problems[0]).toMatch(/debugger/);
  });

  it("R-077: takes safe settings", () => {
    const flags = ["--enable-source-maps", "--max-old-space-size=512"];
    expect(problemsOf(production, { nodeFlags: flags, isDebugged: false })).toEqual([]);
  });
});

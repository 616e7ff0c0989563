import { resolve } from "node:path";
import {
  createSettingReader,
  type Environment,
  type HostFacts,
  readInstallationSettings,
  readTextConfig,
  type SettingReader,
  SettingsError,
  type TextSettings,
} from "@twinlatch/installation";
import { findUnsafeSettings } from "./production-rules.ts";
import type { Settings } from "./settings.ts";
import { findInvalidTextRules } from "./text-policy.ts";

const LOOPBACK_HOST = /^(?:::1|127(?:\.[0-9]{1,3}){3})$/;
const LOOPBACK_NAME = /^(?:(?:.+\.)?localhost|\[::1\]|127(?:\.[0-9]{1,3}){3})$/;
const MIN_METRICS_TOKEN_LENGTH = 32;
const NO_PROXIES =
  "TWINLATCH_TRUSTED_PROXIES is not set: behind a proxy all visitors share its address and its limits";

/**
 * Reads the settings from environment variables. Production refuses everything unsafe.
 *
 * @throws SettingsError with all problems at once
 */
export function readSettings(env: Environment, host: HostFacts): Settings {
  const reader = createSettingReader(env);
  const installation = readInstallationSettings(reader);
  const isProduction = installation.mode === "production";
  const { port, publicUrl } = installation;
  const authenticatorPort = reader.port("AUTHENTICATOR_PORT", port + 1);
  const ownUrl = isProduction ? undefined : `http://localhost:${authenticatorPort}`;
  const settings: Settings = {
    ...installation,
    host: hostOf(reader.text("HOST")),
    authenticatorPort,
    authenticatorUrl: reader.origin("TWINLATCH_AUTHENTICATOR_URL", ownUrl),
    trustedProxies: reader.addressRanges("TWINLATCH_TRUSTED_PROXIES"),
    smtpUrl: reader.text("TWINLATCH_SMTP_URL"),
    texts: readTexts(reader, installation),
    mailFrom: reader.text("TWINLATCH_MAIL_FROM") ?? defaultSender(publicUrl),
    signUp: reader.choice(
      "TWINLATCH_SIGN_UP",
      ["open", "invited", "closed"],
      isProduction ? "closed" : "open",
    ),
    auditDays: reader.days("TWINLATCH_AUDIT_DAYS", 400, { min: 30, max: 36_500 }),
    auditExportFolder: toFolder(reader.text("TWINLATCH_AUDIT_EXPORT")),
    logLevel: reader.choice(
      "TWINLATCH_LOG_LEVEL",
      ["debug", "info", "warn", "error"],
      isProduction ? "info" : "warn",
    ),
    metricsToken: reader.secretFile("TWINLATCH_METRICS_TOKEN_FILE"),
    clockReference: URL.parse(reader.text("TWINLATCH_CLOCK_REFERENCE") ?? "") ?? undefined,
    stopDelaySeconds: reader.seconds("TWINLATCH_STOP_DELAY_SECONDS", 0, { min: 0, max: 60 }),
    hstsSubdomains: reader.choice("TWINLATCH_HSTS_SUBDOMAINS", ["0", "1"], "0") === "1",
    warnings:
      isProduction && reader.text("TWINLATCH_TRUSTED_PROXIES") === undefined ? [NO_PROXIES] : [],
  };
  const misspelt = reader.unknown("TWINLATCH_").map((name) => `${name} is no setting`);
  const problems = [
    ...reader.problems,
    ...findInvalidSettings(settings),
    ...findInvalidTextRules(settings),
    ...findInvalidReference(reader.text("TWINLATCH_CLOCK_REFERENCE")),
    ...(isProduction ? findUnsafeSettings(settings, env, host) : findExposedSettings(settings)),
    ...(isProduction ? misspelt : []),
  ];
  if (problems.length > 0) throw new SettingsError(problems);
  return isProduction ? settings : { ...settings, warnings: [...settings.warnings, ...misspelt] };
}

function readTexts(
  reader: SettingReader,
  installation: Parameters<typeof readTextConfig>[1],
): TextSettings | undefined {
  const path = reader.text("TWINLATCH_SMS_CONFIG");
  if (path === undefined) return undefined;
  const read = readTextConfig(path, installation);
  if ("texts" in read) return read.texts;
  for (const problem of read.problems) reader.refuse("TWINLATCH_SMS_CONFIG:", problem);
  return undefined;
}

/** The name of the loopback interface stands for two addresses; the server listens on one. */
function hostOf(host: string | undefined): string {
  return host === undefined || host === "localhost" ? "127.0.0.1" : host;
}

function toFolder(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

function defaultSender(publicUrl: string): string {
  return `no-reply@${publicUrl === "" ? "localhost" : new URL(publicUrl).hostname}`;
}

function findInvalidSettings(settings: Settings): readonly string[] {
  const { smtpUrl, metricsToken } = settings;
  return [
    settings.port === settings.authenticatorPort &&
      "AUTHENTICATOR_PORT must differ from PORT: the authenticator has an origin of its own",
    settings.publicUrl !== "" &&
      settings.publicUrl === settings.authenticatorUrl &&
      "TWINLATCH_AUTHENTICATOR_URL must differ from TWINLATCH_PUBLIC_URL",
    settings.authenticatorPort > 65_535 && "AUTHENTICATOR_PORT must be set when PORT is 65535",
    smtpUrl !== undefined &&
      !hasScheme(smtpUrl, "smtp:", "smtps:") &&
      "TWINLATCH_SMTP_URL must be an smtp:// or smtps:// URL",
    !/^[^\s@]+@[^\s@]+$/.test(settings.mailFrom) && "TWINLATCH_MAIL_FROM must be a bare address",
    metricsToken !== undefined &&
      metricsToken.length < MIN_METRICS_TOKEN_LENGTH &&
      `TWINLATCH_METRICS_TOKEN_FILE must hold ${MIN_METRICS_TOKEN_LENGTH} characters or more`,
  ].filter((problem) => problem !== false);
}

/** Plain HTTP only from this machine: whoever can change the answers could shut authenticators out. */
function findInvalidReference(reference: string | undefined): readonly string[] {
  if (reference === undefined || hasScheme(reference, "ntp:", "https:")) return [];
  const isLocal = hasScheme(reference, "http:") && LOOPBACK_NAME.test(new URL(reference).hostname);
  return isLocal ? [] : ["TWINLATCH_CLOCK_REFERENCE must be an ntp:// or https:// address"];
}

/** Development has an outbox and no TLS: it stays on this machine. */
function findExposedSettings(settings: Settings): readonly string[] {
  return [
    !LOOPBACK_HOST.test(settings.host) &&
      "HOST must be a loopback address in development; set TWINLATCH_MODE=production to serve others",
    settings.publicUrl !== "" &&
      !LOOPBACK_NAME.test(new URL(settings.publicUrl).hostname) &&
      "TWINLATCH_PUBLIC_URL must be on this machine in development; is TWINLATCH_MODE missing?",
  ].filter((problem) => problem !== false);
}

function hasScheme(value: string, ...schemes: readonly string[]): boolean {
  const url = URL.parse(value);
  return url !== null && schemes.includes(url.protocol) && url.hostname !== "";
}

import { resolve } from "node:path";
import { findUnsafeSettings, type HostFacts } from "./production-rules.ts";
import { createSettingReader, type Environment } from "./setting-reader.ts";
import { type Settings, SettingsError } from "./settings.ts";

const LOOPBACK_HOST = /^(?:::1|127(?:\.[0-9]{1,3}){3})$/;
const LOOPBACK_NAME = /^(?:(?:.+\.)?localhost|\[::1\]|127(?:\.[0-9]{1,3}){3})$/;
/** Shown in mails, the page's title and the authenticator app, where a colon would end the issuer. */
const PRODUCT_NAME = /^[^\p{C}:]{1,64}$/u;
const MIN_METRICS_TOKEN_LENGTH = 32;
const NO_PROXIES =
  "TWINLATCH_TRUSTED_PROXIES is not set: behind a proxy all visitors share its address and its limits";
const NO_TEXT_MESSAGES = "TWINLATCH_SMS_CONFIG has no effect: this version sends no text messages";

/**
 * Reads the settings from environment variables. Production refuses everything unsafe.
 *
 * @throws SettingsError with all problems at once
 */
export function readSettings(env: Environment, host: HostFacts): Settings {
  const reader = createSettingReader(env);
  const mode = reader.choice("TWINLATCH_MODE", ["development", "production"], "development");
  const isProduction = mode === "production";
  const port = reader.port("PORT", 4600);
  const authenticatorPort = reader.port("AUTHENTICATOR_PORT", port + 1);
  const own = (onPort: number) => (isProduction ? undefined : `http://localhost:${onPort}`);
  const publicUrl = reader.origin("TWINLATCH_PUBLIC_URL", own(port));
  const settings: Settings = {
    mode,
    host: hostOf(reader.text("HOST")),
    port,
    authenticatorPort,
    publicUrl: publicUrl ?? "",
    authenticatorUrl: reader.origin("TWINLATCH_AUTHENTICATOR_URL", own(authenticatorPort)),
    dataFolder: resolve(reader.text("TWINLATCH_DATA") ?? "data"),
    databaseUrl: reader.text("DATABASE_URL"),
    trustedProxies: reader.addressRanges("TWINLATCH_TRUSTED_PROXIES"),
    secretKeysFile: reader.text("TWINLATCH_SECRET_KEYS_FILE"),
    credentialsFolder: reader.text("CREDENTIALS_DIRECTORY"),
    smtpUrl: reader.text("TWINLATCH_SMTP_URL"),
    mailFrom: reader.text("TWINLATCH_MAIL_FROM") ?? defaultSender(publicUrl),
    productName: reader.text("TWINLATCH_PRODUCT_NAME") ?? "Twinlatch",
    signUp: reader.choice(
      "TWINLATCH_SIGN_UP",
      ["open", "invited", "closed"],
      isProduction ? "closed" : "open",
    ),
    testClockFile: reader.text("TWINLATCH_TEST_CLOCK"),
    logLevel: reader.choice(
      "TWINLATCH_LOG_LEVEL",
      ["debug", "info", "warn", "error"],
      isProduction ? "info" : "warn",
    ),
    metricsToken: reader.secretFile("TWINLATCH_METRICS_TOKEN_FILE"),
    hstsSubdomains: reader.choice("TWINLATCH_HSTS_SUBDOMAINS", ["0", "1"], "0") === "1",
    warnings: [
      ...(reader.text("TWINLATCH_SMS_CONFIG") === undefined ? [] : [NO_TEXT_MESSAGES]),
      ...(isProduction && reader.text("TWINLATCH_TRUSTED_PROXIES") === undefined
        ? [NO_PROXIES]
        : []),
    ],
  };
  const misspelt = reader.unknown("TWINLATCH_").map((name) => `${name} is no setting`);
  const problems = [
    ...reader.problems,
    ...findInvalidSettings(settings),
    ...(isProduction ? findUnsafeSettings(settings, env, host) : findExposedSettings(settings)),
    ...(isProduction ? misspelt : []),
  ];
  if (problems.length > 0) throw new SettingsError(problems);
  return isProduction ? settings : { ...settings, warnings: [...settings.warnings, ...misspelt] };
}

/** The name of the loopback interface stands for two addresses; the server listens on one. */
function hostOf(host: string | undefined): string {
  return host === undefined || host === "localhost" ? "127.0.0.1" : host;
}

function defaultSender(publicUrl: string | undefined): string {
  return `no-reply@${publicUrl === undefined ? "localhost" : new URL(publicUrl).hostname}`;
}

function findInvalidSettings(settings: Settings): readonly string[] {
  const { databaseUrl, smtpUrl, metricsToken } = settings;
  return [
    settings.port === settings.authenticatorPort &&
      "AUTHENTICATOR_PORT must differ from PORT: the authenticator has an origin of its own",
    settings.publicUrl !== "" &&
      settings.publicUrl === settings.authenticatorUrl &&
      "TWINLATCH_AUTHENTICATOR_URL must differ from TWINLATCH_PUBLIC_URL",
    settings.authenticatorPort > 65_535 && "AUTHENTICATOR_PORT must be set when PORT is 65535",
    databaseUrl !== undefined &&
      !hasScheme(databaseUrl, "postgres:", "postgresql:") &&
      "DATABASE_URL must be a postgres:// URL; without it SQLite is used",
    smtpUrl !== undefined &&
      !hasScheme(smtpUrl, "smtp:", "smtps:") &&
      "TWINLATCH_SMTP_URL must be an smtp:// or smtps:// URL",
    !/^[^\s@]+@[^\s@]+$/.test(settings.mailFrom) && "TWINLATCH_MAIL_FROM must be a bare address",
    !PRODUCT_NAME.test(settings.productName) &&
      "TWINLATCH_PRODUCT_NAME must have 1 to 64 characters, no colon and no control character",
    metricsToken !== undefined &&
      metricsToken.length < MIN_METRICS_TOKEN_LENGTH &&
      `TWINLATCH_METRICS_TOKEN_FILE must hold ${MIN_METRICS_TOKEN_LENGTH} characters or more`,
  ].filter((problem) => problem !== false);
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

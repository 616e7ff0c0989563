import type { AddressRange } from "./setting-reader.ts";

export type Mode = "development" | "production";
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Everything an installation can choose, read once at start. */
export interface Settings {
  readonly mode: Mode;
  readonly host: string;
  readonly port: number;
  readonly authenticatorPort: number;
  /** Origin of the console and the API, without a slash at its end. */
  readonly publicUrl: string;
  /** Origin of the authenticator; undefined where production names none: then it is not served. */
  readonly authenticatorUrl: string | undefined;
  /** Folder of the SQLite file and, in development, of the generated key file; absolute. */
  readonly dataFolder: string;
  /** `postgres://…`; undefined: SQLite in the data folder. */
  readonly databaseUrl: string | undefined;
  readonly trustedProxies: readonly AddressRange[];
  /** The key ring; undefined only in development, which generates one. */
  readonly secretKeysFile: string | undefined;
  /** Folder of the service's systemd credentials, when systemd gave it one. */
  readonly credentialsFolder: string | undefined;
  /** `smtp://` or `smtps://`; undefined only in development: the outbox. */
  readonly smtpUrl: string | undefined;
  /** Address that mails come from. */
  readonly mailFrom: string;
  readonly productName: string;
  /** Whether strangers may sign up. While there are no invitations, `invited` admits nobody. */
  readonly signUp: "open" | "invited" | "closed";
  /** File with the offset of the test clock, in milliseconds; only in development. */
  readonly testClockFile: string | undefined;
  readonly logLevel: LogLevel;
  /** Bearer token of `/metrics`; undefined: there are no metrics. */
  readonly metricsToken: string | undefined;
  /** What the operator should know although it stops nothing; one sentence each. */
  readonly warnings: readonly string[];
  /** Whether HSTS covers the subdomains of the public host too. */
  readonly hstsSubdomains: boolean;
}

/** Settings that must be put right before the server starts; each problem is one sentence. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(["These settings stop the server from starting:", ...problems].join("\n  "));
    this.problems = problems;
  }
}

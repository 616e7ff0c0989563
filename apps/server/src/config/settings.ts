import type { AddressRange, InstallationSettings, TextSettings } from "@twinlatch/installation";

export type LogLevel = "debug" | "info" | "warn" | "error";

/** Everything a server can be told, read once at start. */
export interface Settings extends InstallationSettings {
  readonly host: string;
  readonly authenticatorPort: number;
  /** Origin of the authenticator; undefined where production names none: then it is not served. */
  readonly authenticatorUrl: string | undefined;
  readonly trustedProxies: readonly AddressRange[];
  /** `smtp://` or `smtps://`; undefined only in development: the outbox. */
  readonly smtpUrl: string | undefined;
  /** Whom texts leave by; undefined: in development the outbox, in production nobody. */
  readonly texts: TextSettings | undefined;
  /** Address that mails come from. */
  readonly mailFrom: string;
  /** Whether strangers may sign up. While there are no invitations, `invited` admits nobody. */
  readonly signUp: "open" | "invited" | "closed";
  /** How long sealed audit events are kept. */
  readonly auditDays: number;
  /** Folder that sealed audit events are exported to; undefined: they are not. Absolute. */
  readonly auditExportFolder: string | undefined;
  readonly logLevel: LogLevel;
  /** Bearer token of `/metrics`; undefined: there are no metrics. */
  readonly metricsToken: string | undefined;
  /** `ntp://` or `https://`: what the clock is compared with; undefined: with nothing. */
  readonly clockReference: URL | undefined;
  /** How long a server that was told to stop still serves, while `/readyz` says that it is not ready. */
  readonly stopDelaySeconds: number;
  /** What the operator should know although it stops nothing; one sentence each. */
  readonly warnings: readonly string[];
  /** Whether HSTS covers the subdomains of the public host too. */
  readonly hstsSubdomains: boolean;
}

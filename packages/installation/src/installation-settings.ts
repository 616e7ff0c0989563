import { resolve } from "node:path";
import type { Environment, SettingReader } from "./setting-reader.ts";

export type Mode = "development" | "production";

/** What every program that works on an installation has to know: where its data and its keys are. */
export interface InstallationSettings {
  readonly mode: Mode;
  readonly port: number;
  /** Origin of the console and the API, without a slash at its end; empty where nobody said. */
  readonly publicUrl: string;
  /** Folder of the SQLite file and, in development, of the generated key file; absolute. */
  readonly dataFolder: string;
  /** `postgres://…`; undefined: SQLite in the data folder. */
  readonly databaseUrl: string | undefined;
  /** The key ring; undefined only in development, which generates one. */
  readonly secretKeysFile: string | undefined;
  /** Folder of the service's systemd credentials, when systemd gave it one. */
  readonly credentialsFolder: string | undefined;
  readonly productName: string;
  /** File with the offset of the test clock, in milliseconds; only in development. */
  readonly testClockFile: string | undefined;
}

/** What the process knows of how it was started. */
export interface HostFacts {
  /** Flags of Node itself, as in `process.execArgv`. */
  readonly nodeFlags: readonly string[];
  /** Whether a debugger is listening. */
  readonly isDebugged: boolean;
}

/** Shown in mails, the page's title and the authenticator app, where a colon would end the issuer. */
const PRODUCT_NAME = /^[^\p{C}:]{1,64}$/u;
const DEBUGGER_FLAG = /(?:^|\s)--(?:inspect|debug)(?:-brk|-wait|-port|-publish-uid)?(?:[=\s]|$)/;

/** Reads them; what is malformed is among the reader's problems afterwards. */
export function readInstallationSettings(reader: SettingReader): InstallationSettings {
  const mode = reader.choice("TWINLATCH_MODE", ["development", "production"], "development");
  const port = reader.port("PORT", 4600);
  const ownUrl = mode === "production" ? "" : `http://localhost:${port}`;
  const settings: InstallationSettings = {
    mode,
    port,
    publicUrl: reader.origin("TWINLATCH_PUBLIC_URL", undefined) ?? ownUrl,
    dataFolder: resolve(reader.text("TWINLATCH_DATA") ?? "data"),
    databaseUrl: reader.text("DATABASE_URL"),
    secretKeysFile: reader.text("TWINLATCH_SECRET_KEYS_FILE"),
    credentialsFolder: reader.text("CREDENTIALS_DIRECTORY"),
    productName: reader.text("TWINLATCH_PRODUCT_NAME") ?? "Twinlatch",
    testClockFile: reader.text("TWINLATCH_TEST_CLOCK"),
  };
  const { databaseUrl, productName } = settings;
  if (databaseUrl !== undefined && !isPostgresUrl(databaseUrl)) {
    reader.refuse("DATABASE_URL", "must be a postgres:// URL; without it SQLite is used");
  }
  if (!PRODUCT_NAME.test(productName)) {
    reader.refuse(
      "TWINLATCH_PRODUCT_NAME",
      "must have 1 to 64 characters, no colon and no control character",
    );
  }
  return settings;
}

/** What no program may run with where others rely on the installation, one sentence each. */
export function findUnsafeInstallationSettings(
  settings: InstallationSettings,
  env: Environment,
  host: HostFacts,
): readonly string[] {
  const flags = [...host.nodeFlags, env["NODE_OPTIONS"] ?? ""].join(" ");
  return [
    settings.secretKeysFile === undefined &&
      "TWINLATCH_SECRET_KEYS_FILE must be set in production: no keys are generated there",
    settings.testClockFile !== undefined && "TWINLATCH_TEST_CLOCK is refused in production",
    (host.isDebugged || DEBUGGER_FLAG.test(flags)) &&
      "The debugger (--inspect, also in NODE_OPTIONS) is refused in production",
  ].filter((problem) => problem !== false);
}

function isPostgresUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^postgres(?:ql)?:$/.test(url.protocol) && url.hostname !== "";
}

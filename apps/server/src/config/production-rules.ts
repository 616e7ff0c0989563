import type { Environment } from "./setting-reader.ts";
import type { Settings } from "./settings.ts";

/** What the process knows of how it was started. */
export interface HostFacts {
  /** Flags of Node itself, as in `process.execArgv`. */
  readonly nodeFlags: readonly string[];
  /** Whether a debugger is listening. */
  readonly isDebugged: boolean;
}

const DEBUGGER_FLAG = /(?:^|\s)--(?:inspect|debug)(?:-brk|-wait|-port|-publish-uid)?(?:[=\s]|$)/;

/** Every setting that a service for others must not run with, one sentence each. */
export function findUnsafeSettings(
  settings: Settings,
  env: Environment,
  host: HostFacts,
): readonly string[] {
  const { publicUrl, authenticatorUrl } = settings;
  const flags = [...host.nodeFlags, env["NODE_OPTIONS"] ?? ""].join(" ");
  return [
    publicUrl === "" && "TWINLATCH_PUBLIC_URL must be set in production",
    isPlain(publicUrl) && "TWINLATCH_PUBLIC_URL must be https in production",
    isPlain(authenticatorUrl) && "TWINLATCH_AUTHENTICATOR_URL must be https in production",
    isSameHost(publicUrl, authenticatorUrl) &&
      "TWINLATCH_AUTHENTICATOR_URL must have a host of its own in production: cookies ignore ports",
    settings.secretKeysFile === undefined &&
      "TWINLATCH_SECRET_KEYS_FILE must be set in production: no keys are generated there",
    settings.smtpUrl === undefined &&
      "TWINLATCH_SMTP_URL must be set in production: there is no outbox",
    settings.testClockFile !== undefined && "TWINLATCH_TEST_CLOCK is refused in production",
    (host.isDebugged || DEBUGGER_FLAG.test(flags)) &&
      "The debugger (--inspect, also in NODE_OPTIONS) is refused in production",
    env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0" &&
      "NODE_TLS_REJECT_UNAUTHORIZED=0 is refused in production",
  ].filter((problem) => problem !== false);
}

function isPlain(url: string | undefined): boolean {
  return url?.startsWith("http:") ?? false;
}

function isSameHost(one: string, other: string | undefined): boolean {
  if (one === "" || other === undefined) return false;
  return new URL(one).hostname === new URL(other).hostname;
}

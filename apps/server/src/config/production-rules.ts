import {
  type Environment,
  findUnsafeInstallationSettings,
  type HostFacts,
} from "@twinlatch/installation";
import type { Settings } from "./settings.ts";

/** Every setting that a service for others must not run with, one sentence each. */
export function findUnsafeSettings(
  settings: Settings,
  env: Environment,
  host: HostFacts,
): readonly string[] {
  const { publicUrl, authenticatorUrl } = settings;
  return [
    publicUrl === "" && "TWINLATCH_PUBLIC_URL must be set in production",
    isPlain(publicUrl) && "TWINLATCH_PUBLIC_URL must be https in production",
    isPlain(authenticatorUrl) && "TWINLATCH_AUTHENTICATOR_URL must be https in production",
    isSameHost(publicUrl, authenticatorUrl) &&
      "TWINLATCH_AUTHENTICATOR_URL must have a host of its own in production: cookies ignore ports",
    settings.smtpUrl === undefined &&
      "TWINLATCH_SMTP_URL must be set in production: there is no outbox",
    ...findUnsafeInstallationSettings(settings, env, host),
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

import { type AccountsDeps, readUserAgent, subjectOf } from "@twinlatch/accounts";
import type { endpoints, TrustedDeviceView } from "@twinlatch/api-contract";
import {
  type ListedDevice,
  listTrustedDevices,
  revokeAllTrustedDevices,
  revokeTrustedDevice,
  trustEndMillis,
} from "@twinlatch/verifier";
import { answered, type Handler, type Tokens } from "./call.ts";
import { type Credentials, joinTokens } from "./credential.ts";
import { formatTime } from "./format-time.ts";

/** The routes of the devices that are trusted. */
export function trustedDeviceHandlers(rules: AccountsDeps): {
  readonly listTrustedDevices: Handler<typeof endpoints.listTrustedDevices>;
  readonly revokeTrustedDevice: Handler<typeof endpoints.revokeTrustedDevice>;
  readonly revokeAllTrustedDevices: Handler<typeof endpoints.revokeAllTrustedDevices>;
} {
  return {
    async listTrustedDevices({ caller: { account }, credentials }) {
      const listed = await listTrustedDevices(rules, {
        subject: subjectOf(account.id),
        deviceTokens: credentials.devices,
      });
      return answered({ trustedDevices: listed.map(trustedDeviceView) });
    },

    async revokeTrustedDevice({ caller: { account, session }, params, origin }) {
      const revoked = await revokeTrustedDevice(rules, {
        subject: subjectOf(account.id),
        sessionId: session.id,
        deviceId: params.id,
        origin,
      });
      return revoked.outcome === "refused" ? revoked : answered(undefined);
    },

    async revokeAllTrustedDevices({ caller: { account, session }, origin }) {
      const subject = subjectOf(account.id);
      await revokeAllTrustedDevices(rules, { subject, sessionId: session.id, origin });
      return answered(undefined);
    },
  };
}

/** What the caller is trusted by: its cookie, or the field of a client that has none. */
export function deviceTokensOf(
  credentials: Credentials,
  { deviceToken }: { readonly deviceToken?: string | undefined },
): readonly string[] {
  return deviceToken === undefined ? credentials.devices : [deviceToken];
}

/** What the cookie holds from now on; untouched where that is undefined. */
export function deviceTokens(held: readonly string[] | undefined): Pick<Tokens, "device"> {
  if (held === undefined) return {};
  return { device: held.length === 0 ? null : joinTokens(held) };
}

function trustedDeviceView(device: ListedDevice): TrustedDeviceView {
  const { id, isCurrent, userAgent, ip } = device;
  const { browser = null, system = null } = readUserAgent(userAgent);
  return {
    id,
    isCurrent,
    browser,
    system,
    userAgent,
    ip,
    trustedAt: formatTime(device.trustedAtMillis),
    lastUsedAt: formatTime(device.usedAtMillis),
    expiresAt: formatTime(trustEndMillis(device)),
  };
}

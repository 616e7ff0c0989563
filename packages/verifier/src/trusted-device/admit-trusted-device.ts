import { encodeBase32 } from "@twinlatch/otp";
import type { Origin, Subject } from "../platform/subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { mayTrustDevices } from "./may-trust-devices.ts";
import { isTrusted, ROTATION_GRACE_MILLIS, type TrustedDevice } from "./trusted-device.ts";
import {
  deviceTag,
  pickDeviceToken,
  replaceDeviceToken,
  succeedSecret,
} from "./trusted-device-token.ts";

type Deps = Pick<VerifierDeps, "random" | "tokenHash">;

/** Who signs in, with what the request brought. */
interface Presented {
  readonly subject: Subject;
  readonly deviceTokens: readonly string[] | undefined;
  readonly origin: Origin;
  readonly nowMillis: number;
}

/** What the device is to hold from now on; undefined when it keeps what it has. */
interface Holding {
  readonly deviceTokens: readonly string[] | undefined;
}

/**
 * What came of looking for a trusted device. `stolen`: an old token of it was presented, and it is
 * trusted no more. Whoever is not trusted is to drop a token of this subject.
 */
export type DeviceAdmission = Holding &
  (
    | { readonly outcome: "trusted" | "stolen"; readonly device: TrustedDevice }
    | { readonly outcome: "untrusted" }
  );

/**
 * Tells whether the device that signs in with the right password is trusted, and replaces its token, in
 * the caller's transaction, which holds the subject. Tokens of other subjects are left alone.
 *
 * The token before the current one is taken for ten seconds from the same address and user agent, and
 * brings the same successor. Any other token that the device once had was copied: the device is trusted no
 * more.
 */
export async function admitTrustedDevice(
  deps: Deps,
  stores: VerifierStores,
  presented: Presented,
): Promise<DeviceAdmission> {
  const { subject, deviceTokens, nowMillis } = presented;
  const tag = deviceTag(deps, subject);
  const token = pickDeviceToken(deviceTokens, tag);
  if (token === undefined) return { outcome: "untrusted", deviceTokens: undefined };
  const dropped = { deviceTokens: replaceDeviceToken(deviceTokens, tag) };
  const untrusted = { outcome: "untrusted", ...dropped } as const;
  if (!(await mayTrustDevices(stores, subject, nowMillis))) return untrusted;
  const seriesDigest = deps.tokenHash.digest(token.series);
  const device = await stores.trustedDevices.find(subject, seriesDigest);
  if (device === undefined || !isTrusted(device, nowMillis)) return untrusted;

  const turn = await takeSecret(deps, stores, { ...presented, device, secret: token.secret });
  if (turn.outcome === "kept") return { outcome: "trusted", device, deviceTokens: undefined };
  if (turn.outcome === "taken") {
    const next = replaceDeviceToken(deviceTokens, tag, { ...token, secret: turn.successor });
    return { outcome: "trusted", device, deviceTokens: next };
  }
  if (turn.outcome === "lost") return untrusted;
  const isGone = await stores.trustedDevices.remove(subject, device.id);
  return isGone ? { outcome: "stolen", device, ...dropped } : untrusted;
}

interface Use extends Presented {
  readonly device: TrustedDevice;
  readonly secret: string;
}

/**
 * `taken`: good, and followed by another. `kept`: good, and its successor is with the tab that was faster.
 * `old`: good no more. `lost`: replaced or revoked in this moment.
 */
type Turn =
  | { readonly outcome: "taken"; readonly successor: string }
  | { readonly outcome: "kept" | "old" | "lost" };

async function takeSecret(deps: Deps, stores: VerifierStores, use: Use): Promise<Turn> {
  const { device, secret } = use;
  const digest = deps.tokenHash.digest(secret);
  if (digest === device.secretDigest) return rotate(deps, stores, use);
  const { predecessor } = device;
  if (digest !== predecessor?.secretDigest || !isSameMoment(use)) return { outcome: "old" };
  const successor = succeedSecret(deps, { secret, salt: predecessor.salt });
  // Not so when the installation's key was changed in between.
  const isCurrent = deps.tokenHash.digest(successor) === device.secretDigest;
  return isCurrent ? { outcome: "taken", successor } : { outcome: "kept" };
}

async function rotate(
  deps: Deps,
  stores: VerifierStores,
  { subject, device, secret, origin, nowMillis }: Use,
): Promise<Turn> {
  const salt = encodeBase32(deps.random.bytes(32)).toLowerCase();
  const successor = succeedSecret(deps, { secret, salt });
  const isRotated = await stores.trustedDevices.rotate(subject, device.id, {
    fromDigest: device.secretDigest,
    toDigest: deps.tokenHash.digest(successor),
    salt,
    ip: origin.ip,
    userAgent: origin.userAgent,
    nowMillis,
  });
  return isRotated ? { outcome: "taken", successor } : { outcome: "lost" };
}

/** Whether a secret that was just replaced comes again from where it was replaced. */
function isSameMoment({ device, origin, nowMillis }: Use): boolean {
  return (
    nowMillis - device.usedAtMillis < ROTATION_GRACE_MILLIS &&
    origin.ip === device.ip &&
    origin.userAgent === device.userAgent
  );
}

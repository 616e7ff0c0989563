import { newId } from "../platform/ids.ts";
import type { Origin, Subject } from "../platform/subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { mayTrustDevices } from "./may-trust-devices.ts";
import type { TrustedDevice } from "./trusted-device.ts";
import {
  deviceTag,
  newDeviceToken,
  pickDeviceToken,
  replaceDeviceToken,
} from "./trusted-device-token.ts";

/** A device that is trusted from now on. */
export interface NewlyTrusted {
  readonly device: TrustedDevice;
  /** What it is to hold; the token of its own first, shown this once. */
  readonly deviceTokens: readonly string[];
}

/**
 * Trusts the device in which a second step was just completed, in the transaction that records the step.
 * Undefined, changing nothing, where devices are not trusted: see `mayTrustDevices`. Whoever calls makes
 * sure that the step was no recovery code. What the device was trusted by before is dead.
 */
export async function trustDevice(
  deps: Pick<VerifierDeps, "random" | "tokenHash">,
  stores: VerifierStores,
  input: {
    subject: Subject;
    /** What it holds of this subject and of others. */
    deviceTokens: readonly string[] | undefined;
    origin: Origin;
    nowMillis: number;
  },
): Promise<NewlyTrusted | undefined> {
  const { subject, deviceTokens, origin, nowMillis } = input;
  if (!(await mayTrustDevices(stores, subject, nowMillis))) return undefined;
  const tag = deviceTag(deps, subject);
  const held = pickDeviceToken(deviceTokens, tag);
  const before =
    held && (await stores.trustedDevices.find(subject, deps.tokenHash.digest(held.series)));
  if (before !== undefined) await stores.trustedDevices.remove(subject, before.id);
  const token = newDeviceToken(deps, subject);
  const device: TrustedDevice = {
    projectId: subject.projectId,
    subjectId: subject.subjectId,
    id: newId(deps.random, "dev", nowMillis),
    seriesDigest: deps.tokenHash.digest(token.series),
    secretDigest: deps.tokenHash.digest(token.secret),
    trustedAtMillis: nowMillis,
    usedAtMillis: nowMillis,
    ip: origin.ip,
    userAgent: origin.userAgent,
  };
  await stores.trustedDevices.insert(device);
  return { device, deviceTokens: replaceDeviceToken(deviceTokens, tag, token) };
}

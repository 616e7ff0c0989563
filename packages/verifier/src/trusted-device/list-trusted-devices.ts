import type { Subject } from "../platform/subject.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { isTrusted, type TrustedDevice } from "./trusted-device.ts";
import { deviceTag, pickDeviceToken } from "./trusted-device-token.ts";

/** A trusted device as its owner sees it. */
export interface ListedDevice extends TrustedDevice {
  /** Whether it is the one that asks. */
  readonly isCurrent: boolean;
}

/** The devices that a subject trusts now, the one trusted last first. */
export async function listTrustedDevices<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "tokenHash" | "unitOfWork">,
  input: { subject: Subject; deviceTokens: readonly string[] | undefined },
): Promise<readonly ListedDevice[]> {
  const { subject, deviceTokens } = input;
  const devices = await deps.unitOfWork.read((stores) => stores.trustedDevices.list(subject));
  const held = pickDeviceToken(deviceTokens, deviceTag(deps, subject));
  const heldDigest = held && deps.tokenHash.digest(held.series);
  const nowMillis = deps.clock.nowMillis();
  return devices
    .filter((device) => isTrusted(device, nowMillis))
    .map((device) => ({ ...device, isCurrent: device.seriesDigest === heldDigest }));
}

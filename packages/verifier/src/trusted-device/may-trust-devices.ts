import type { Subject } from "../platform/subject.ts";
import { heldSeconds } from "../replacement/replacement.ts";
import type { VerifierStores } from "../verifier-stores.ts";

/**
 * Whether a subject is offered to trust a device at a second step: it chose to be asked once per device.
 * It is all that is shown to whoever knows the password, so it tells nothing of what `mayTrustDevices`
 * looks at beside it.
 */
export async function offersTrust(
  stores: Pick<VerifierStores, "signInSettings">,
  subject: Subject,
): Promise<boolean> {
  return (await stores.signInSettings.get(subject)) === "once_per_device";
}

/**
 * Whether a device can stand in for the subject's second step now, or be trusted to: where that is
 * offered, but not while the password is retired, nor while acts are held after a replacement. A way on
 * which nobody proves anything must not lead past either.
 */
export async function mayTrustDevices(
  stores: Pick<VerifierStores, "passwordDoubts" | "replacements" | "signInSettings">,
  subject: Subject,
  nowMillis: number,
): Promise<boolean> {
  if (!(await offersTrust(stores, subject))) return false;
  const replacement = await stores.replacements.find(subject);
  if (replacement !== undefined && heldSeconds(replacement, nowMillis) !== undefined) return false;
  // Anything but a clear no means no trust, whatever a store may answer.
  const isRetired: unknown = await stores.passwordDoubts.isRetired(subject);
  return isRetired === false;
}

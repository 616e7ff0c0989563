import type { Subject } from "../platform/subject.ts";
import { heldSeconds } from "../replacement/replacement.ts";
import type { VerifierStores } from "../verifier-stores.ts";

/**
 * Whether a device can stand in for the subject's second step now, or be trusted to: where the subject
 * chose to be asked once per device. Not while the password is retired, nor while acts are held after a
 * replacement: a way that nobody proves anything on must not lead past either.
 */
export async function mayTrustDevices(
  stores: Pick<VerifierStores, "passwordDoubts" | "replacements" | "signInSettings">,
  subject: Subject,
  nowMillis: number,
): Promise<boolean> {
  if ((await stores.signInSettings.get(subject)) !== "once_per_device") return false;
  const replacement = await stores.replacements.find(subject);
  if (replacement !== undefined && heldSeconds(replacement, nowMillis) !== undefined) return false;
  // Anything but a clear no means no trust.
  return (await stores.passwordDoubts.isRetired(subject)) === false;
}

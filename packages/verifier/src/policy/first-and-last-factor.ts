import { isProtected } from "../factor/second-factors.ts";
import type { Subject } from "../platform/subject.ts";
import {
  type FreshRecoveryCodes,
  makeRecoveryCodes,
} from "../recovery-code/make-recovery-codes.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";

/**
 * Makes the recovery codes that come with a subject's first factor; undefined when it has some. Call it
 * before the transaction: hashing eight codes takes half a second.
 */
export async function prepareFirstFactor<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "codeHasher" | "random" | "unitOfWork">,
  subject: Subject,
  nowMillis: number,
): Promise<FreshRecoveryCodes | undefined> {
  const existing = await deps.unitOfWork.read((stores) => stores.recoveryCodes.find(subject));
  return existing ? undefined : makeRecoveryCodes(deps, nowMillis);
}

/**
 * Stores the prepared codes unless a set has come into being meanwhile. Returns the codes to show, or
 * undefined when the ones there are stay valid.
 */
export async function giveFirstCodes(
  stores: Pick<VerifierStores, "recoveryCodes">,
  subject: Subject,
  fresh: FreshRecoveryCodes | undefined,
): Promise<readonly string[] | undefined> {
  if (fresh === undefined || (await stores.recoveryCodes.find(subject))) return undefined;
  await stores.recoveryCodes.replace(subject, fresh.set);
  return fresh.codes;
}

/**
 * Disables two-factor authentication and kills the recovery codes when no second factor is left. Returns
 * whether that is so.
 */
export async function settleRemoval(
  deps: Pick<VerifierDeps, "factors">,
  stores: VerifierStores,
  subject: Subject,
): Promise<boolean> {
  if (await isProtected(deps, stores, subject)) return false;
  await stores.signInSettings.set(subject, "off");
  await stores.recoveryCodes.remove(subject);
  return true;
}

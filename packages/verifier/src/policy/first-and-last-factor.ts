import { isProtected, listSecondFactors } from "../factor/second-factors.ts";
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

/** What a new factor is to a subject that is held, before it is in use. */
export async function admitFactor(
  deps: Pick<VerifierDeps, "factors">,
  stores: VerifierStores,
  subject: Subject,
): Promise<{ readonly isFirst: boolean; readonly isDefault: boolean }> {
  const isFirst = !(await isProtected(deps, stores, subject));
  const isDefault = (await listSecondFactors(deps, stores, subject)).length === 0;
  return { isFirst, isDefault };
}

/**
 * An enrolment begun while a password was enough must not outlive that time: whoever knows only the
 * password could complete it and so hold a factor.
 */
export async function dropEnrolments(
  { phones, totp }: Pick<VerifierStores, "phones" | "totp">,
  subject: Subject,
): Promise<void> {
  for (const { id, status } of await totp.list(subject)) {
    if (status === "pending") await totp.remove(subject, id);
  }
  for (const { id, status } of await phones.list(subject)) {
    if (status === "pending") await phones.remove(subject, id);
  }
}

/**
 * Ends the trust in devices when a second factor was removed. Disables two-factor authentication and
 * kills the recovery codes when none is left, and returns whether that is so.
 */
export async function settleRemoval(
  deps: Pick<VerifierDeps, "factors">,
  stores: VerifierStores,
  subject: Subject,
): Promise<boolean> {
  await stores.trustedDevices.forget(subject);
  if (await isProtected(deps, stores, subject)) return false;
  await stores.signInSettings.set(subject, "off");
  await stores.recoveryCodes.remove(subject);
  return true;
}

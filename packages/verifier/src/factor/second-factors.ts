import type { Subject } from "../platform/subject.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { FactorOffer, FactorRegistry } from "./factor.ts";
import type { FactorKind } from "./factor-kind.ts";

/**
 * Kinds that protect an account beside its password, strongest first. Recovery codes stand in for one
 * and are none themselves.
 */
const SECOND_FACTOR_KINDS: readonly FactorKind[] = ["totp", "sms"];

/** The subject's second factors in use, of every kind. */
export async function listSecondFactors(
  deps: { readonly factors: FactorRegistry },
  stores: VerifierStores,
  subject: Subject,
): Promise<readonly FactorOffer[]> {
  const found: FactorOffer[] = [];
  for (const kind of SECOND_FACTOR_KINDS) {
    found.push(...((await deps.factors[kind]?.offers(stores, subject)) ?? []));
  }
  return found;
}

/** Whether the subject has a second factor, in use or suspended. */
export async function isProtected(
  deps: { readonly factors: FactorRegistry },
  stores: VerifierStores,
  subject: Subject,
): Promise<boolean> {
  return (await listProtectingKinds(deps, stores, subject)).length > 0;
}

/**
 * The kind that proves freshly: the strongest second factor the subject has, whether or not it is asked
 * for at sign-in; the password only where there is none. A text message proves nothing where there is an
 * authenticator app, even a suspended one: a weaker kind never changes a stronger one.
 * Where all are suspended nothing proves: the password must not take their place. Recovery codes never do
 * (R-055).
 */
export async function listProvingKinds(
  deps: { readonly factors: FactorRegistry },
  stores: VerifierStores,
  subject: Subject,
): Promise<readonly FactorKind[]> {
  const [strongest] = await listProtectingKinds(deps, stores, subject);
  return [strongest ?? "password"];
}

async function listProtectingKinds(
  deps: { readonly factors: FactorRegistry },
  stores: VerifierStores,
  subject: Subject,
): Promise<readonly FactorKind[]> {
  const found: FactorKind[] = [];
  for (const kind of SECOND_FACTOR_KINDS) {
    if (await deps.factors[kind]?.protects(stores, subject)) found.push(kind);
  }
  return found;
}

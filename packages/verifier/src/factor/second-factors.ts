import type { Subject } from "../platform/subject.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { FactorOffer, FactorRegistry } from "./factor.ts";
import type { FactorKind } from "./factor-kind.ts";

/**
 * Kinds that protect an account beside its password, strongest first. Recovery codes stand in for one
 * and are none themselves.
 */
const SECOND_FACTOR_KINDS: readonly FactorKind[] = ["totp"];

/** The subject's live second factors of every kind. Empty when the password is all there is. */
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

/**
 * The kinds that prove freshly: a second factor where the subject has one, whether or not it is asked for
 * at sign-in; the password only where there is none. Recovery codes never do.
 */
export async function listProvingKinds(
  deps: { readonly factors: FactorRegistry },
  stores: VerifierStores,
  subject: Subject,
): Promise<readonly FactorKind[]> {
  const factors = await listSecondFactors(deps, stores, subject);
  return factors.length > 0 ? [...new Set(factors.map((factor) => factor.kind))] : ["password"];
}

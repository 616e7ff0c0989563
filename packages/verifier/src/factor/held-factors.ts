import type { Subject } from "../platform/subject.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { activeFactors, type FactorStatus, heldFactors } from "./factor-status.ts";

type Stores = Pick<VerifierStores, "phones" | "totp">;

/** A confirmed factor of any kind, as far as all kinds are alike. */
export interface NamedFactor {
  readonly id: string;
  readonly label: string;
  readonly status: FactorStatus;
  readonly isDefault: boolean;
}

/** What a subject has beside one factor. */
export interface OtherFactors {
  /** In use, the strongest kind first. */
  readonly active: readonly NamedFactor[];
  /** In use or suspended. */
  readonly held: readonly NamedFactor[];
}

/** The subject's factors of every kind but the one of that id. */
export async function readOtherFactors(
  stores: Stores,
  subject: Subject,
  exceptId: string,
): Promise<OtherFactors> {
  const factors: readonly NamedFactor[] = [
    ...(await stores.totp.list(subject)),
    ...(await stores.phones.list(subject)),
  ];
  const others = factors.filter(({ id }) => id !== exceptId);
  return { active: activeFactors(others), held: heldFactors(others) };
}

/**
 * Makes one factor in use the only default, whatever its kind. False, changing nothing, when the
 * subject has none of that id in use.
 */
export async function preferFactor(
  stores: Stores,
  subject: Subject,
  factorId: string,
): Promise<boolean> {
  if (await stores.totp.makeDefault(subject, factorId)) {
    await stores.phones.clearDefault(subject);
    return true;
  }
  if (!(await stores.phones.makeDefault(subject, factorId))) return false;
  await stores.totp.clearDefault(subject);
  return true;
}

/** Hands the default on to the first other factor in use, where there is one. */
export async function passDefaultOn(
  stores: Stores,
  subject: Subject,
  from: NamedFactor,
): Promise<void> {
  if (!from.isDefault) return;
  const [next] = (await readOtherFactors(stores, subject, from.id)).active;
  if (next !== undefined) await preferFactor(stores, subject, next.id);
}

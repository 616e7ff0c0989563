import type { FactorKind } from "../factor/factor-kind.ts";
import { heldFactors, isLive } from "../factor/factor-status.ts";
import type { Subject } from "../platform/subject.ts";
import type { RecoveryCodeSet } from "../recovery-code/recovery-code-store.ts";
import type { PhoneFactor } from "../sms-code/phone-factor.ts";
import type { TotpFactor } from "../totp/totp-factor.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import type { Mandate } from "./mandate.ts";
import { isTwoFactorEnabled, type SignInSetting } from "./sign-in-setting.ts";

/** The state of a subject's two-factor authentication. Holds no secret. */
export interface SecurityState {
  readonly isEnabled: boolean;
  readonly signInSetting: SignInSetting;
  /** Authenticator apps and phones: in use, suspended, and enrolments still waiting for their code. */
  readonly factors: readonly TotpFactor[];
  readonly phones: readonly PhoneFactor[];
  readonly recoveryCodes?: RecoveryCodeSet | undefined;
}

/** The same, with who requires that it stays enabled. */
export interface DescribedSecurity extends SecurityState {
  readonly requiredBy: readonly Mandate[];
}

/** Describes a subject's two-factor authentication to its owner. */
export async function describeSecurity<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "mandates" | "unitOfWork">,
  subject: Subject,
): Promise<DescribedSecurity> {
  return deps.unitOfWork.read((stores) => describeSecurityThrough(stores, deps, subject));
}

/** The same, through stores at hand. */
export async function describeSecurityThrough<Stores extends VerifierStores>(
  stores: Stores,
  { clock, mandates }: Pick<VerifierDeps<Stores>, "clock" | "mandates">,
  subject: Subject,
): Promise<DescribedSecurity> {
  const state = await readSecurity(stores, subject, clock.nowMillis());
  return { ...state, requiredBy: await mandates.list(stores, subject) };
}

/** Reads the state of a subject's two-factor authentication. */
export async function readSecurity(
  stores: Pick<VerifierStores, "phones" | "recoveryCodes" | "signInSettings" | "totp">,
  subject: Subject,
  nowMillis: number,
): Promise<SecurityState> {
  const signInSetting = await stores.signInSettings.get(subject);
  const factors = await stores.totp.list(subject);
  const phones = await stores.phones.list(subject);
  const held = heldFactors([...factors, ...phones]).length;
  return {
    isEnabled: isTwoFactorEnabled(signInSetting, held),
    signInSetting,
    factors: factors.filter(
      (factor) => isLive(factor, nowMillis) && factor.status !== "awaiting_approval",
    ),
    phones: phones.filter((phone) => isLive(phone, nowMillis)),
    recoveryCodes: await stores.recoveryCodes.find(subject),
  };
}

/** The kinds that a sign-in to this account asks for, the strongest first. */
export function signInKinds({ factors, phones }: SecurityState): readonly FactorKind[] {
  return [
    ...(heldFactors(factors).length > 0 ? (["totp"] as const) : []),
    ...(heldFactors(phones).length > 0 ? (["sms"] as const) : []),
    "recovery_code",
  ];
}

import type { Subject } from "../platform/subject.ts";
import type { RecoveryCodeSet } from "../recovery-code/recovery-code-store.ts";
import { heldFactors, isLive, type TotpFactor } from "../totp/totp-factor.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { isTwoFactorEnabled, type SignInSetting } from "./sign-in-setting.ts";

/** The state of a subject's two-factor authentication. Holds no secret. */
export interface SecurityState {
  readonly isEnabled: boolean;
  readonly signInSetting: SignInSetting;
  /** In use, suspended, and enrolments still waiting for their code. */
  readonly factors: readonly TotpFactor[];
  readonly recoveryCodes?: RecoveryCodeSet | undefined;
}

/** Reads the state of a subject's two-factor authentication. */
export async function describeSecurity<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "unitOfWork">,
  subject: Subject,
): Promise<SecurityState> {
  return deps.unitOfWork.read((stores) => readSecurity(stores, subject, deps.clock.nowMillis()));
}

/** The same, through stores at hand. */
export async function readSecurity(
  stores: Pick<VerifierStores, "recoveryCodes" | "signInSettings" | "totp">,
  subject: Subject,
  nowMillis: number,
): Promise<SecurityState> {
  const signInSetting = await stores.signInSettings.get(subject);
  const factors = await stores.totp.list(subject);
  return {
    isEnabled: isTwoFactorEnabled(signInSetting, heldFactors(factors).length),
    signInSetting,
    factors: factors.filter(
      (factor) => isLive(factor, nowMillis) && factor.status !== "awaiting_approval",
    ),
    recoveryCodes: await stores.recoveryCodes.find(subject),
  };
}

import { performOperation, type Settle } from "../audit/record-operation.ts";
import { isProtected } from "../factor/second-factors.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import { type ProofRefusal, type StepUpDemand, spendProof } from "../step-up/spend-proof.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { holdSubject } from "./hold-subject.ts";
import { isRequired } from "./mandate.ts";
import { isWeaker, type SignInSetting } from "./sign-in-setting.ts";

/** What `alongside` is told. */
export interface ChangedSetting {
  readonly from: SignInSetting;
  readonly to: SignInSetting;
  readonly atMillis: number;
}

/**
 * Chooses when a second step is asked for. Asking less often needs a fresh proof; turning it off disables
 * two-factor authentication and keeps the factors. Asking more often needs none. A change ends the trust in
 * devices. Refused with `no_factor` when there is nothing to ask for, with `required_by_policy` where it must
 * stay on, or as `spendProof` does. `alongside` runs in the same transaction when this changed something.
 */
export async function setSignInSetting<Stores extends VerifierStores>(
  deps: Pick<
    VerifierDeps<Stores>,
    "clock" | "factors" | "mandates" | "random" | "tokenHash" | "unitOfWork"
  >,
  input: { demand: StepUpDemand; value: SignInSetting; origin: Origin },
  alongside: (stores: Stores, changed: ChangedSetting) => Promise<void> = async () => {},
  settle?: Settle<Stores, { readonly outcome: "set" }>,
): Promise<
  { readonly outcome: "set" } | ProofRefusal | Refusal<"no_factor" | "required_by_policy">
> {
  const { demand, value, origin } = input;
  const { subject, sessionId } = demand;
  const atMillis = deps.clock.nowMillis();
  return performOperation(
    deps,
    { atMillis, ...subject, type: "sign_in_setting.changed", sessionId, target: value, origin },
    async (stores) => {
      await holdSubject(stores, subject);
      const current = await stores.signInSettings.get(subject);
      if (value !== "off" && !(await isProtected(deps, stores, subject))) {
        return refuse("no_factor");
      }
      if (value === "off" && current !== "off" && (await isRequired(deps, stores, subject))) {
        return refuse("required_by_policy");
      }
      if (isWeaker(value, current)) {
        const allowance = await spendProof(deps, stores, demand, atMillis);
        if (allowance.outcome === "refused") return allowance;
      }
      if (value !== current) {
        await stores.signInSettings.set(subject, value);
        await stores.trustedDevices.forget(subject);
        await alongside(stores, { from: current, to: value, atMillis });
      }
      return { outcome: "set" };
    },
    settle,
  );
}

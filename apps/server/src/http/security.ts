import { type AccountsDeps, type AccountsStores, announce, subjectOf } from "@twinlatch/accounts";
import { endpoints, type SecurityView } from "@twinlatch/api-contract";
import {
  type ChangedSetting,
  type DescribedSecurity,
  describeSecurity,
  describeSecurityThrough,
  setSignInSetting,
} from "@twinlatch/verifier";
import { answered, type Handler } from "./call.ts";
import { factorView } from "./factor-view.ts";
import { formatTime, formatTimeOrNull } from "./format-time.ts";
import { demandProof } from "./step-up.ts";

const { proof: DISABLING } = endpoints.setSignInSetting;
const WEAKENING = "account.sign_in_setting.weaken";

/** The routes of Account -> Security as a whole. */
export function securityHandlers(rules: AccountsDeps): {
  readonly getSecurity: Handler<typeof endpoints.getSecurity>;
  readonly setSignInSetting: Handler<typeof endpoints.setSignInSetting>;
} {
  return {
    async getSecurity({ caller: { account, session } }) {
      const state = await describeSecurity(rules, subjectOf(account.id));
      return answered(securityView(rules, state, session.id));
    },

    async setSignInSetting(call) {
      const { caller, body, origin } = call;
      const proof = body.value === "off" ? DISABLING : WEAKENING;
      const demand = demandProof({ proof }, call, caller.account.id);
      const tell = async (stores: AccountsStores) => {
        const state = await describeSecurityThrough(stores, rules, demand.subject);
        return answered(securityView(rules, state, caller.session.id));
      };
      const set = await setSignInSetting(
        rules,
        { demand, value: body.value, origin },
        (stores, { atMillis, ...changed }) => {
          const accountId = caller.account.id;
          return announce(rules, stores, { accountId, ...newsOf(changed), atMillis, origin });
        },
        call.keep((_, stores) => tell(stores)),
      );
      return set.outcome === "refused" ? { ...set, demand } : rules.unitOfWork.read(tell);
    },
  };
}

/** What the owner is told of a changed setting. */
function newsOf({ from, to }: Pick<ChangedSetting, "from" | "to">) {
  if (to === "off") return { kind: "two_factor_disabled", facts: {} } as const;
  if (from === "off") return { kind: "two_factor_enabled", facts: {} } as const;
  const facts = { isOncePerDevice: to === "once_per_device" };
  return { kind: "sign_in_setting_changed", facts } as const;
}

/** What one session sees: an enrolment belongs to the session that began it. */
function securityView(
  { textCarrier, textPolicy }: AccountsDeps,
  state: DescribedSecurity,
  sessionId: string,
): SecurityView {
  const { recoveryCodes } = state;
  const { countries } = textPolicy;
  const factors = [...state.factors, ...state.phones].filter(
    (factor) => factor.status !== "pending" || factor.sessionId === sessionId,
  );
  return {
    twoFactor: state.isEnabled ? "enabled" : "disabled",
    signInSetting: state.signInSetting,
    factors: factors.map(factorView),
    recoveryCodes:
      recoveryCodes === undefined
        ? null
        : {
            remaining: recoveryCodes.remaining,
            createdAt: formatTime(recoveryCodes.createdAtMillis),
            acknowledgedAt: formatTimeOrNull(recoveryCodes.acknowledgedAtMillis),
          },
    textMessages: {
      channels: [...(textCarrier?.channels ?? [])],
      countries: countries === "all" ? null : [...countries],
    },
    requiredBy: [...state.requiredBy],
  };
}

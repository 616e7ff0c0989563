import { type AccountsDeps, subjectOf } from "@twinlatch/accounts";
import { endpoints, type SecurityView } from "@twinlatch/api-contract";
import { describeSecurity, type SecurityState, setSignInSetting } from "@twinlatch/verifier";
import { answered, type Handler } from "./call.ts";
import { factorView } from "./factor-view.ts";
import { formatTime, formatTimeOrNull } from "./format-time.ts";
import { demandProof } from "./step-up.ts";

/** The routes of Account -> Security as a whole. */
export function securityHandlers(rules: AccountsDeps): {
  readonly getSecurity: Handler<typeof endpoints.getSecurity>;
  readonly setSignInSetting: Handler<typeof endpoints.setSignInSetting>;
} {
  return {
    async getSecurity({ caller: { account } }) {
      return answered(securityView(await describeSecurity(rules, subjectOf(account.id))));
    },

    async setSignInSetting(call) {
      const { caller, body, origin } = call;
      const demand = demandProof(endpoints.setSignInSetting, call, caller.account.id);
      const set = await setSignInSetting(rules, { demand, value: body.value, origin });
      if (set.outcome === "refused") return { ...set, demand };
      return answered(securityView(await describeSecurity(rules, demand.subject)));
    },
  };
}

function securityView(state: SecurityState): SecurityView {
  const { recoveryCodes } = state;
  return {
    twoFactor: state.isEnabled ? "enabled" : "disabled",
    signInSetting: state.signInSetting,
    factors: state.factors.map(factorView),
    recoveryCodes:
      recoveryCodes === undefined
        ? null
        : {
            remaining: recoveryCodes.remaining,
            createdAt: formatTime(recoveryCodes.createdAtMillis),
            acknowledgedAt: formatTimeOrNull(recoveryCodes.acknowledgedAtMillis),
          },
    // There are no projects yet that could require anything.
    requiredBy: [],
  };
}

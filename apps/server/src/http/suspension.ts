import { type AccountsDeps, announce } from "@twinlatch/accounts";
import { endpoints } from "@twinlatch/api-contract";
import { resumeFactor, suspendFactor } from "@twinlatch/verifier";
import { answered, type Handler } from "./call.ts";
import { demandProof } from "./step-up.ts";

/** The routes that take an authenticator app or a phone out of use, and into use again. */
export function suspensionHandlers(rules: AccountsDeps): {
  readonly suspendFactor: Handler<typeof endpoints.suspendFactor>;
  readonly resumeFactor: Handler<typeof endpoints.resumeFactor>;
} {
  return {
    async suspendFactor(call) {
      const { caller, params, origin } = call;
      const demand = demandProof(endpoints.suspendFactor, call, params.id);
      const suspended = await suspendFactor(
        rules,
        { demand, factorId: params.id, origin },
        (stores, { label, atMillis, isLast }) =>
          announce(rules, stores, {
            accountId: caller.account.id,
            kind: "factor_suspended",
            facts: { factorLabel: label, isLast },
            atMillis,
            origin,
          }),
        call.keep(() => answered(undefined)),
      );
      return suspended.outcome === "refused" ? { ...suspended, demand } : answered(undefined);
    },

    async resumeFactor(call) {
      const { caller, params, origin } = call;
      const demand = demandProof(endpoints.resumeFactor, call, params.id);
      const resumed = await resumeFactor(
        rules,
        { demand, factorId: params.id, origin },
        (stores, { label, atMillis }) =>
          announce(rules, stores, {
            accountId: caller.account.id,
            kind: "factor_resumed",
            facts: { factorLabel: label },
            atMillis,
            origin,
          }),
        call.keep(() => answered(undefined)),
      );
      return resumed.outcome === "refused" ? { ...resumed, demand } : answered(undefined);
    },
  };
}

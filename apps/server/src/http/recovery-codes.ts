import { type AccountsDeps, announce, subjectOf } from "@twinlatch/accounts";
import { endpoints } from "@twinlatch/api-contract";
import { acknowledgeRecoveryCodes, regenerateRecoveryCodes } from "@twinlatch/verifier";
import { answered, type Handler } from "./call.ts";
import { demandProof } from "./step-up.ts";

/** The routes of recovery codes. */
export function recoveryCodeHandlers(rules: AccountsDeps): {
  readonly regenerateRecoveryCodes: Handler<typeof endpoints.regenerateRecoveryCodes>;
  readonly acknowledgeRecoveryCodes: Handler<typeof endpoints.acknowledgeRecoveryCodes>;
} {
  return {
    async regenerateRecoveryCodes(call) {
      const { caller, origin } = call;
      const demand = demandProof(endpoints.regenerateRecoveryCodes, call, caller.account.id);
      const made = await regenerateRecoveryCodes(
        rules,
        { demand, origin },
        async (stores, { count, atMillis }) => {
          const [accountId, kind] = [caller.account.id, "recovery_codes_made"] as const;
          await announce(rules, stores, { accountId, kind, facts: { count }, atMillis, origin });
        },
      );
      if (made.outcome === "refused") return { ...made, demand };
      return answered({ recoveryCodes: [...made.codes] });
    },

    async acknowledgeRecoveryCodes({ caller: { account, session }, origin }) {
      const subject = subjectOf(account.id);
      const noted = await acknowledgeRecoveryCodes(rules, {
        subject,
        sessionId: session.id,
        origin,
      });
      return noted.outcome === "refused" ? noted : answered(undefined);
    },
  };
}

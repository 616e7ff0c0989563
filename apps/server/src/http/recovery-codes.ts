import { type AccountsDeps, announce, subjectOf } from "@twinlatch/accounts";
import { endpoints } from "@twinlatch/api-contract";
import {
  acknowledgeRecoveryCodes,
  type RegeneratedCodes,
  regenerateRecoveryCodes,
} from "@twinlatch/verifier";
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
      const tell = ({ codes }: RegeneratedCodes) => answered({ recoveryCodes: [...codes] });
      const made = await regenerateRecoveryCodes(
        rules,
        { demand, origin },
        async (stores, { count, atMillis }) => {
          const [accountId, kind] = [caller.account.id, "recovery_codes_made"] as const;
          await announce(rules, stores, { accountId, kind, facts: { count }, atMillis, origin });
        },
        call.keep(tell),
      );
      return made.outcome === "refused" ? { ...made, demand } : tell(made);
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

import { type AccountsDeps, changePassword, deleteAccount } from "@twinlatch/accounts";
import { endpoints } from "@twinlatch/api-contract";
import { accountEmailHandlers } from "./account-emails.ts";
import type { AddressLimit } from "./address-limit.ts";
import { answered, type Handler } from "./call.ts";
import { passwordResetHandlers } from "./password-reset.ts";
import { demandProof } from "./step-up.ts";

type AccountHandlers = ReturnType<typeof accountEmailHandlers> &
  ReturnType<typeof passwordResetHandlers> & {
    readonly changePassword: Handler<typeof endpoints.changePassword>;
    readonly deleteAccount: Handler<typeof endpoints.deleteAccount>;
  };

/** The routes of the account itself, with its addresses and its password. */
export function accountHandlers(
  rules: AccountsDeps,
  options: { readonly resetLimit: AddressLimit },
): AccountHandlers {
  return {
    ...accountEmailHandlers(rules),
    ...passwordResetHandlers(rules, { limit: options.resetLimit }),

    async changePassword(call) {
      const { body, caller, origin } = call;
      const { newPassword } = body;
      // The hash of the body is stored, and a plain one of a password could be searched for offline.
      const hidden = { newPassword: rules.tokenHash.keyed("new-password", newPassword) };
      const bound = { ...call, body: hidden };
      const demand = demandProof(endpoints.changePassword, bound, caller.account.id);
      const input = { demand, newPassword, origin };
      const keepAnswer = call.keep(() => answered(undefined));
      const changed = await changePassword(rules, input, keepAnswer);
      return changed.outcome === "refused"
        ? { ...changed, demand, fieldPath: "/newPassword" }
        : answered(undefined);
    },

    async deleteAccount(call) {
      const demand = demandProof(endpoints.deleteAccount, call, call.caller.account.id);
      const deleted = await deleteAccount(rules, { demand, origin: call.origin });
      return deleted.outcome === "refused"
        ? { ...deleted, demand }
        : answered(undefined, { session: null });
    },
  };
}

import { type AccountsDeps, beginPasswordReset, completePasswordReset } from "@twinlatch/accounts";
import type { endpoints } from "@twinlatch/api-contract";
import type { AddressLimit } from "./address-limit.ts";
import { browserTokensOf } from "./browser.ts";
import { answered, type Handler } from "./call.ts";

/** The routes of a forgotten password. `limit`: what one address may begin. */
export function passwordResetHandlers(
  rules: AccountsDeps,
  { limit }: { readonly limit: AddressLimit },
): {
  readonly beginPasswordReset: Handler<typeof endpoints.beginPasswordReset>;
  readonly completePasswordReset: Handler<typeof endpoints.completePasswordReset>;
} {
  return {
    async beginPasswordReset({ addressBlock, body: { email }, credentials, language, origin }) {
      const retryAfterSeconds = limit.secondsToWait(addressBlock);
      if (retryAfterSeconds !== undefined) {
        return { outcome: "refused", reason: "too_many_requests", retryAfterSeconds };
      }
      limit.count(addressBlock);
      const browserTokens = browserTokensOf(credentials);
      const input = { email, addressBlock, browserTokens, language, origin };
      const begun = await beginPasswordReset(rules, input);
      return begun.outcome === "refused" ? begun : answered({ status: "check_email" });
    },

    async completePasswordReset({ addressBlock, body: { token, newPassword }, keep, origin }) {
      const input = { token, newPassword, addressBlock, origin };
      const keepAnswer = keep(() => answered(undefined));
      const reset = await completePasswordReset(rules, input, keepAnswer);
      return reset.outcome === "refused"
        ? { ...reset, fieldPath: "/newPassword" }
        : answered(undefined);
    },
  };
}

import type { AccountsDeps } from "@twinlatch/accounts";
import type { endpoints } from "@twinlatch/api-contract";
import { answered, type Handler } from "./call.ts";

/** The route of the account's language. */
export function languageHandlers(rules: Pick<AccountsDeps, "unitOfWork">): {
  readonly setLanguage: Handler<typeof endpoints.setLanguage>;
} {
  return {
    async setLanguage({ body, caller }) {
      await rules.unitOfWork.write((stores) =>
        stores.accounts.setLanguage(caller.account.id, body.language),
      );
      return answered(undefined);
    },
  };
}

import { type AccountsDeps, beginSignUp, verifySignUp } from "@twinlatch/accounts";
import type { endpoints } from "@twinlatch/api-contract";
import { answered, type Handler } from "./call.ts";
import { endReplacedSession } from "./session.ts";

/** The routes of signing up. `isOpen`: whether strangers may. */
export function signUpHandlers(
  rules: AccountsDeps,
  isOpen: boolean,
): {
  readonly signUp: Handler<typeof endpoints.signUp>;
  readonly verifySignUp: Handler<typeof endpoints.verifySignUp>;
} {
  return {
    async signUp({ body, origin }) {
      if (!isOpen) return { outcome: "refused", reason: "sign_up_closed" };
      const { email, password } = body;
      const begun = await beginSignUp(rules, { email, password, origin });
      if (begun.outcome === "refused") return begun;
      return answered({ status: "verify_email" }, { signUp: begun.token });
    },

    async verifySignUp({ body, credentials, origin }) {
      const token = body.signUpToken ?? credentials.signUp;
      // Without the token of the browser that began it, there is no sign-up to complete.
      if (token === undefined) return { outcome: "refused", reason: "challenge_closed" };
      const { email, code } = body;
      const verified = await verifySignUp(rules, { email, code, token, origin });
      if (verified.outcome === "refused") return verified;
      await endReplacedSession(rules, credentials, origin);
      const { id } = verified.account;
      return answered(
        { status: "signed_in", account: { id, email: verified.account.email } },
        { session: verified.token, signUp: null },
      );
    },
  };
}

import {
  type AccountsDeps,
  beginSignUp,
  type VerifiedSignUp,
  verifySignUp,
} from "@twinlatch/accounts";
import type { AnswerOf, endpoints } from "@twinlatch/api-contract";
import type { AddressLimit } from "./address-limit.ts";
import { answered, type Handler } from "./call.ts";
import { endReplacedSession } from "./session.ts";

/** The routes of signing up. */
export function signUpHandlers(
  rules: AccountsDeps,
  options: {
    /** Whether strangers may. */
    readonly isOpen: boolean;
    /** What one address may begin: each costs a hash, a row and a mail. */
    readonly limit: AddressLimit;
  },
): {
  readonly signUp: Handler<typeof endpoints.signUp>;
  readonly verifySignUp: Handler<typeof endpoints.verifySignUp>;
} {
  return {
    async signUp({ addressBlock, body, language, origin }) {
      if (!options.isOpen) return { outcome: "refused", reason: "sign_up_closed" };
      const retryAfterSeconds = options.limit.secondsToWait(addressBlock);
      if (retryAfterSeconds !== undefined) {
        return { outcome: "refused", reason: "too_many_requests", retryAfterSeconds };
      }
      options.limit.count(addressBlock);
      const { email, password } = body;
      const begun = await beginSignUp(rules, { email, password, addressBlock, language, origin });
      if (begun.outcome === "refused") return begun;
      return answered({ status: "verify_email" }, { signUp: begun.token });
    },

    async verifySignUp({ body, credentials, keep, language, origin }) {
      const token = body.signUpToken ?? credentials.signUp;
      // Without the token of the browser that began it, there is no sign-up to complete.
      if (token === undefined) return { outcome: "refused", reason: "challenge_closed" };
      const { email, code } = body;
      const input = { email, code, token, language, origin };
      const verified = await verifySignUp(rules, input, keep(tellSignedUp));
      if (verified.outcome === "refused") return verified;
      await endReplacedSession(rules, credentials, { by: verified.session.id, origin });
      return tellSignedUp(verified);
    },
  };
}

function tellSignedUp({ account: { id, email }, session, token }: VerifiedSignUp) {
  return answered<AnswerOf<typeof endpoints.verifySignUp>>(
    { status: "signed_in", account: { id, email } },
    { session: token, signUp: null },
    session.id,
  );
}

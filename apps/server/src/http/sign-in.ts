import { type AccountsDeps, signIn } from "@twinlatch/accounts";
import type { endpoints } from "@twinlatch/api-contract";
import { browserTokensOf } from "./browser.ts";
import { answered, type Handler } from "./call.ts";
import { challengeView } from "./challenge-view.ts";
import { endReplacedSession } from "./session.ts";
import { deviceTokens, deviceTokensOf } from "./trusted-devices.ts";

/** The first step of signing in. */
export function signInHandlers(rules: AccountsDeps): {
  readonly signIn: Handler<typeof endpoints.signIn>;
} {
  return {
    async signIn({ body, addressBlock, credentials, origin }) {
      const { email, password } = body;
      const browserTokens = browserTokensOf(credentials, body);
      const held = deviceTokensOf(credentials, body);
      const input = { email, password, addressBlock, browserTokens, deviceTokens: held, origin };
      const first = await signIn(rules, input);
      if (first.outcome === "refused") return first;
      if (first.outcome === "second_step") {
        const challenge = challengeView(first.described);
        const tokens = { ticket: first.ticket, ...deviceTokens(first.deviceTokens) };
        return answered({ status: "second_step", challenge }, tokens);
      }
      await endReplacedSession(rules, credentials, { by: first.session.id, origin });
      return answered(
        { status: "signed_in", ...(first.isTrusted && { trustedDevice: true }) },
        { session: first.token, ...deviceTokens(first.deviceTokens) },
      );
    },
  };
}

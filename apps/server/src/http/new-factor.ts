import {
  type AccountsDeps,
  type AccountsStores,
  announce,
  raiseSession,
  subjectOf,
} from "@twinlatch/accounts";
import type { endpoints } from "@twinlatch/api-contract";
import { findBrowser, type KeptBrowser, keepBrowser } from "@twinlatch/verifier";
import { browserTokensOf } from "./browser.ts";
import type { Call } from "./call.ts";

/** What a confirmation gives the session beside the factor. */
export interface Raised {
  readonly token: string;
  readonly kept: KeptBrowser;
}

/** What became live. */
interface NewFactor {
  readonly kind: "factor_added" | "phone_added";
  readonly label: string;
  /** What the session has proved by its code. */
  readonly amr: readonly string[];
  readonly isFirst: boolean;
}

/**
 * What comes with a new factor, in the transaction that makes it live: the session is renewed, others end
 * where that was asked for, the owner is told, the browser is recognised. Undefined when the session is gone.
 */
export async function raiseWithFactor(
  rules: AccountsDeps,
  stores: AccountsStores,
  { body, caller, credentials, origin, params }: Call<typeof endpoints.confirmFactor>,
  { kind, label, amr, isFirst, nowMillis }: NewFactor & { readonly nowMillis: number },
): Promise<Raised | undefined> {
  const { session } = caller;
  const { accountId } = session;
  const subject = subjectOf(accountId);
  const proved = { amr, nowMillis, liftsRecovery: true };
  const token = await raiseSession(rules, stores, session, proved);
  if (token === undefined) return undefined;
  if (body.endOtherSessions === true) {
    await stores.sessions.removeOthers(accountId, session.id);
    await stores.trustedDevices.forget(subject);
  }
  const facts = { factorLabel: label, isFirst };
  await announce(rules, stores, { accountId, kind, facts, atMillis: nowMillis, origin });
  const browserTokens = browserTokensOf(credentials);
  const browser = await findBrowser(rules, stores, { subject, browserTokens, nowMillis });
  // Adding one is no choice to sign in with it.
  const factorId = browser?.lastFactorId ?? params.id;
  const used = { subject, browser, factorId, nowMillis };
  return { token, kept: await keepBrowser(rules, stores, used) };
}

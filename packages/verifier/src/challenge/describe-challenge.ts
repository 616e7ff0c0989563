import { findBrowser } from "../browser/recognise-browser.ts";
import type { FactorOffer } from "../factor/factor.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import { findSentCode, type LastSentCode } from "../sms-code/find-sent-code.ts";
import { offersTrust } from "../trusted-device/may-trust-devices.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { type Challenge, isAnswerable } from "./challenge.ts";

/** A challenge with the ways its subject can answer it. */
export interface DescribedChallenge {
  readonly challenge: Challenge;
  readonly offers: readonly FactorOffer[];
  readonly defaultFactorId: string | null;
  /** The code that was texted for it last, while it works. */
  readonly sentCode?: LastSentCode | undefined;
  /** Whether to trust the device is offered beside an answer that is no recovery code. */
  readonly canTrustDevice: boolean;
}

/**
 * Shows a challenge to whoever holds what it is bound to. Refused with `not_found` when unknown or
 * bound to something else, and with `challenge_closed` when it can no longer be answered.
 */
export async function describeChallenge<Stores extends VerifierStores>(
  deps: Pick<VerifierDeps<Stores>, "clock" | "factors" | "tokenHash" | "unitOfWork">,
  input: { challengeId: string; boundTo: string; browserTokens?: readonly string[] | undefined },
): Promise<
  | { readonly outcome: "described"; readonly described: DescribedChallenge }
  | Refusal<"not_found" | "challenge_closed">
> {
  return deps.unitOfWork.read(async (stores) => {
    const challenge = await stores.challenges.find(input.challengeId, input.boundTo);
    if (challenge === undefined) return refuse("not_found");
    const nowMillis = deps.clock.nowMillis();
    if (!isAnswerable(challenge, nowMillis)) return refuse("challenge_closed");
    const held = { subject: challenge, browserTokens: input.browserTokens, nowMillis };
    const browser = await findBrowser(deps, stores, held);
    const described = await describe(deps, stores, challenge, browser?.lastFactorId);
    const sentCode = await findSentCode(stores, challenge, nowMillis);
    return { outcome: "described", described: { ...described, sentCode } };
  });
}

/**
 * Adds to a challenge the ways its subject can answer it. A sign-in offers first what was last used in
 * that browser, so that of two people on one account each is asked for their own.
 */
export async function describe(
  deps: Pick<VerifierDeps, "factors">,
  stores: VerifierStores,
  challenge: Challenge,
  lastFactorId?: string,
): Promise<DescribedChallenge> {
  const offers: FactorOffer[] = [];
  for (const kind of challenge.kinds) {
    offers.push(...((await deps.factors[kind]?.offers(stores, challenge)) ?? []));
  }
  // What is about to be removed is what people no longer have at hand.
  const others = offers.filter(({ id }) => !challenge.acts.some(({ target }) => target === id));
  const isSignIn = challenge.purpose === "sign_in";
  const lastUsed = isSignIn ? others.find(({ id }) => id === lastFactorId) : undefined;
  const preferred = lastUsed ?? others.find((offer) => offer.isDefault) ?? others[0] ?? offers[0];
  const canTrustDevice = isSignIn && (await offersTrust(stores, challenge));
  return { challenge, offers, defaultFactorId: preferred?.id ?? null, canTrustDevice };
}

import type { Challenge } from "@twinlatch/api-contract";
import type { DescribedChallenge } from "@twinlatch/verifier";
import { formatTime } from "./format-time.ts";

/** A challenge as its owner sees it. */
export function challengeView({
  challenge,
  offers,
  defaultFactorId,
  sentCode,
  canTrustDevice,
}: DescribedChallenge): Challenge {
  const { id, purpose, acts, expiresAtMillis } = challenge;
  const named = acts.map(({ action, target }) => ({ action, target }));
  return {
    id,
    purpose,
    expiresAt: formatTime(expiresAtMillis),
    // What it was opened for stands alone too, for whoever knows of one act only.
    ...(named.length === 0 ? {} : { ...named[0], acts: named }),
    factors: offers.map((offer) => ({
      id: offer.id,
      kind: offer.kind,
      label: offer.label,
      ...(offer.hint === undefined ? {} : { hint: offer.hint }),
      ...(offer.channels && { channels: [...offer.channels] }),
    })),
    defaultFactorId,
    ...(sentCode && {
      sentCode: {
        factorId: sentCode.factorId,
        hint: offers.find((offer) => offer.id === sentCode.factorId)?.hint ?? "",
        expiresAt: formatTime(sentCode.expiresAtMillis),
        resendAfter: sentCode.resendAfterSeconds,
      },
    }),
    canTrustDevice,
  };
}

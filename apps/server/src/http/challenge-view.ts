import type { Challenge } from "@twinlatch/api-contract";
import type { DescribedChallenge } from "@twinlatch/verifier";
import { formatTime } from "./format-time.ts";

/** A challenge as its owner sees it. */
export function challengeView({
  challenge,
  offers,
  defaultFactorId,
}: DescribedChallenge): Challenge {
  const { id, purpose, act, expiresAtMillis } = challenge;
  return {
    id,
    purpose,
    expiresAt: formatTime(expiresAtMillis),
    ...(act === undefined ? {} : { action: act.action, target: act.target }),
    factors: offers.map((offer) => ({
      id: offer.id,
      kind: offer.kind,
      label: offer.label,
      ...(offer.hint === undefined ? {} : { hint: offer.hint }),
    })),
    defaultFactorId,
  };
}

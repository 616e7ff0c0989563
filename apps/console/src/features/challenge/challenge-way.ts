import type { Challenge, ChallengeFactor } from "@twinlatch/client";
import { messages } from "../../messages/messages.ts";

/** The way to answer that is shown first: the default, else the first; undefined where none is left. */
export function firstWay(challenge: Challenge): ChallengeFactor | undefined {
  const { factors, defaultFactorId } = challenge;
  return factors.find((factor) => factor.id === defaultFactorId) ?? factors[0];
}

/** The other ways, in the server's order. */
export function otherWays(
  challenge: Challenge,
  current: ChallengeFactor | undefined,
): readonly ChallengeFactor[] {
  return challenge.factors.filter((factor) => factor !== current);
}

/** What a way is called in the list of other ways. */
export function wayLabel(way: ChallengeFactor): string {
  return WAY_LABELS[way.kind](way.label);
}

/** Whether the person must be told which of several authenticators is meant. */
export function hasSeveralApps(challenge: Challenge): boolean {
  return challenge.factors.filter((factor) => factor.kind === "totp").length > 1;
}

/** What goes with the code: the factor's id, for the kinds of which there can be several. */
export function answerTo(way: ChallengeFactor, code: string) {
  return way.kind === "totp"
    ? { kind: way.kind, factorId: way.id, code }
    : { kind: way.kind, code };
}

const WAY_LABELS: Readonly<Record<ChallengeFactor["kind"], (label: string) => string>> = {
  totp: messages.secondStep.anotherAuthenticator,
  recovery_code: () => messages.secondStep.recoveryCode,
  password: () => messages.password.label,
};

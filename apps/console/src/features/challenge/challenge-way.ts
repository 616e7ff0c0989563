import type { Challenge, ChallengeFactor, TextChannel } from "@twinlatch/client";
import { messages } from "../../messages/messages.ts";

/**
 * The way to answer that is shown first: the phone that has a code, else the default, else the first;
 * undefined where none is left.
 */
export function firstWay(challenge: Challenge): ChallengeFactor | undefined {
  const { factors, defaultFactorId, sentCode } = challenge;
  return (
    factors.find((factor) => factor.id === sentCode?.factorId) ??
    factors.find((factor) => factor.id === defaultFactorId) ??
    factors[0]
  );
}

/** The other ways, in the server's order. */
export function otherWays(
  challenge: Challenge,
  current: ChallengeFactor | undefined,
): readonly ChallengeFactor[] {
  return challenge.factors.filter((factor) => factor !== current);
}

/** What a way is called in the list of other ways; a phone by its name too, where two numbers end alike. */
export function wayLabel(way: ChallengeFactor, { factors }: Pick<Challenge, "factors">): string {
  const isAlike = factors.some(
    ({ id, kind, hint }) => id !== way.id && kind === "sms" && hint === way.hint,
  );
  return WAY_LABELS[way.kind](way, isAlike);
}

/** Whether the person must be told which of several authenticators is meant. */
export function hasSeveralApps(challenge: Challenge): boolean {
  return challenge.factors.filter((factor) => factor.kind === "totp").length > 1;
}

/** What goes with the code: the factor's id, for the kinds of which there can be several. */
export function answerTo(way: ChallengeFactor, code: string) {
  return way.kind === "totp" || way.kind === "sms"
    ? { kind: way.kind, factorId: way.id, code }
    : { kind: way.kind, code };
}

/** How a phone gets its code when nothing else is asked for: a landline is called. */
export function usualChannel({ channels }: ChallengeFactor): TextChannel {
  return channels === undefined || channels.includes("sms") ? "sms" : "voice";
}

type WayLabel = (way: ChallengeFactor, isAlike: boolean) => string;

const WAY_LABELS: Readonly<Record<ChallengeFactor["kind"], WayLabel>> = {
  totp: ({ label }) => messages.secondStep.anotherAuthenticator(label),
  sms: (way, isAlike) => {
    const { hint = "", label } = way;
    const text = usualChannel(way) === "sms" ? messages.sms.way(hint) : messages.sms.callWay(hint);
    return isAlike ? messages.sms.namedWay(text, label) : text;
  },
  recovery_code: () => messages.secondStep.recoveryCode,
  password: () => messages.password.label,
};

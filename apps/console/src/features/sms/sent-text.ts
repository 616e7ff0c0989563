import type { Challenge, ClientProblem, SentCode } from "@twinlatch/client";

/** That a phone was sent a code, on this device's clock. */
export interface SentText {
  readonly factorId: string;
  /** Until then no other code is sent to it. */
  readonly waitUntilMillis: number;
}

/** The code that a challenge was shown with; undefined where none is on its way. */
export function shownText({ sentCode }: Challenge, nowMillis: number): SentText | undefined {
  return sentCode && sentText(sentCode.factorId, sentCode, nowMillis);
}

/** A code that has just been sent. */
export function sentText(
  factorId: string,
  { resendAfter }: Pick<SentCode, "resendAfter">,
  nowMillis: number,
): SentText {
  return { factorId, waitUntilMillis: nowMillis + resendAfter * 1000 };
}

/** Until when asking again is of no use after a refusal; undefined where the server does not say. */
export function waitAfterRefusal(problem: ClientProblem, nowMillis: number): number | undefined {
  const seconds = "retryAfterSeconds" in problem ? problem.retryAfterSeconds : undefined;
  return seconds === undefined ? undefined : nowMillis + seconds * 1000;
}

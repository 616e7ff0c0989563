import type { CallResult, Challenge, ChallengeFactor, Client } from "@twinlatch/client";
import { answerTo } from "./challenge-way.ts";

/**
 * Answers a challenge with one code. A wrong code that ended the challenge is told as its end, since
 * from then on a right one would be refused as well.
 */
export async function answerChallenge(
  client: Client,
  challenge: Challenge,
  way: ChallengeFactor,
  answer: { readonly code: string; readonly trustDevice?: boolean },
): Promise<CallResult<"verifyChallenge">> {
  const params = { id: challenge.id };
  const { code, trustDevice = false } = answer;
  const trust = trustDevice && { trustDevice };
  const body = { ...answerTo(way, code), ...trust, ...approvedBy(challenge) };
  const result = await client.call("verifyChallenge", { params, body });
  if (result.ok || result.problem.code !== "invalid_code") return result;
  const shown = await client.call("getChallenge", { params });
  return !shown.ok && shown.problem.code === "challenge_closed" ? shown : result;
}

/** Says how many acts were shown, where it is more than the one that goes without saying. */
function approvedBy({ acts = [] }: Challenge): { readonly acts?: number } {
  return acts.length > 1 ? { acts: acts.length } : {};
}

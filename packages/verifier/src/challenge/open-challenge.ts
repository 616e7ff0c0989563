import { newId } from "../platform/ids.ts";
import type { Random } from "../platform/random.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { CHALLENGE_MILLIS, type Challenge } from "./challenge.ts";

/** What the opener decides about a challenge. */
export type NewChallenge = Pick<
  Challenge,
  "projectId" | "subjectId" | "purpose" | "boundTo" | "kinds" | "acts"
>;

/** Opens a challenge in the caller's transaction. */
export async function openChallenge(
  stores: Pick<VerifierStores, "challenges">,
  random: Random,
  demand: NewChallenge,
  nowMillis: number,
): Promise<Challenge> {
  const challenge: Challenge = {
    ...demand,
    id: newId(random, "chl", nowMillis),
    status: "open",
    attempts: 0,
    createdAtMillis: nowMillis,
    expiresAtMillis: nowMillis + CHALLENGE_MILLIS,
  };
  await stores.challenges.insert(challenge);
  return challenge;
}

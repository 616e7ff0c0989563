import { boundToTicket, type FactorReplacement, isWaiting } from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";

/**
 * Finds the replacement that a sign-in could be completed with, for the browser that asked for it:
 * whoever holds only the ticket learns of none. Undefined where there is none.
 */
export async function findReplacement(
  deps: Pick<AccountsDeps, "clock" | "tokenHash" | "unitOfWork">,
  input: { challengeId: string; ticket: string; replacementToken: string },
): Promise<FactorReplacement | undefined> {
  const { challengeId, ticket, replacementToken } = input;
  const boundTo = boundToTicket(deps.tokenHash.digest(ticket));
  return deps.unitOfWork.read(async (stores) => {
    const challenge = await stores.challenges.find(challengeId, boundTo);
    if (challenge === undefined) return undefined;
    const found = await stores.replacements.find(challenge);
    const isOurs = found?.tokenDigest === deps.tokenHash.digest(replacementToken);
    return isOurs && isWaiting(found, deps.clock.nowMillis()) ? found : undefined;
  });
}

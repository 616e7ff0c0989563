import type { Challenge } from "../challenge/challenge.ts";
import { readWaitSeconds } from "../text-message/reserve-number.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { boundToChallenge } from "./sms-code.ts";

/** The code that was last sent for a challenge, as far as its owner may know. */
export interface LastSentCode {
  readonly factorId: string;
  readonly expiresAtMillis: number;
  readonly resendAfterSeconds: number;
}

/** Finds the code last sent for a challenge, so that a reloaded page asks for no second one. */
export async function findSentCode(
  stores: Pick<VerifierStores, "attemptBudgets" | "phones" | "smsCodes">,
  challenge: Challenge,
  nowMillis: number,
): Promise<LastSentCode | undefined> {
  if (!challenge.kinds.includes("sms")) return undefined;
  const sent = await stores.smsCodes.list(challenge, boundToChallenge(challenge.id));
  const last = sent.find(({ status }) => status === "live");
  if (last === undefined || last.expiresAtMillis <= nowMillis) return undefined;
  const phone = await stores.phones.find(challenge, last.phoneId);
  if (phone?.status !== "active") return undefined;
  const resendAfterSeconds = await readWaitSeconds(stores, phone.numberKey, nowMillis);
  return { factorId: phone.id, expiresAtMillis: last.expiresAtMillis, resendAfterSeconds };
}

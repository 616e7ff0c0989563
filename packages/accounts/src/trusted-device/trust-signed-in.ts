import {
  type Origin,
  recordOperation,
  type TrustedDevice,
  trustDevice,
  type VerifiedAnswer,
} from "@twinlatch/verifier";
import type { AccountsDeps } from "../accounts-deps.ts";
import type { AccountsStores } from "../accounts-stores.ts";
import { announce } from "../notice/announce.ts";
import { readUserAgent } from "../session/user-agent.ts";

/** A device that is trusted from now on. */
export interface TrustedSignedIn {
  readonly trustedDevice: TrustedDevice;
  /** What it is to hold, the token of its own first. */
  readonly deviceTokens: readonly string[];
}

/**
 * Trusts the device in which a second step was just completed, records it and tells the owner, in the
 * transaction of the step. Undefined where devices are not trusted: see `mayTrustDevices`.
 */
export async function trustSignedIn(
  deps: Pick<AccountsDeps, "activityUrl" | "messageBox" | "productName" | "random" | "tokenHash">,
  stores: AccountsStores,
  input: Pick<VerifiedAnswer, "challenge" | "nowMillis"> & {
    readonly sessionId: string;
    readonly deviceTokens: readonly string[] | undefined;
    readonly origin: Origin;
  },
): Promise<TrustedSignedIn | undefined> {
  const { challenge, sessionId, deviceTokens, origin, nowMillis } = input;
  const { projectId, subjectId, id: challengeId } = challenge;
  const subject = { projectId, subjectId };
  const trusted = await trustDevice(deps, stores, { subject, deviceTokens, origin, nowMillis });
  if (trusted === undefined) return undefined;
  const { device } = trusted;
  const type = "trusted_device.trusted";
  const event = { atMillis: nowMillis, ...subject, type, sessionId, challengeId } as const;
  const ended = { outcome: "trusted" };
  await recordOperation(deps, stores, { ...event, target: device.id, origin }, ended);
  const facts = readUserAgent(origin.userAgent);
  const told = { accountId: subjectId, kind: "device_trusted", facts } as const;
  await announce(deps, stores, { ...told, atMillis: nowMillis, origin });
  return { trustedDevice: device, deviceTokens: trusted.deviceTokens };
}

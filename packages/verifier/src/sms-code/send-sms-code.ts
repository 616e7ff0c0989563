import type { Operation, Settle } from "../audit/record-operation.ts";
import { findBrowser } from "../browser/recognise-browser.ts";
import {
  type Challenge,
  isAnswerable,
  MAX_CHALLENGE_MILLIS,
  nameActs,
} from "../challenge/challenge.ts";
import { findAttemptBlock } from "../challenge/count-attempt.ts";
import { type Refusal, refuse } from "../platform/refusal.ts";
import type { Origin } from "../platform/subject.ts";
import type { TextChannel } from "../text-message/text-carrier.ts";
import { performSending, type TextRefusalReason } from "../text-message/text-refused.ts";
import type { VerifierDeps } from "../verifier-deps.ts";
import type { VerifierStores } from "../verifier-stores.ts";
import { issueSmsCode, type SentCode, type WriteCode } from "./issue-sms-code.ts";
import { openNumber } from "./open-number.ts";
import { boundToChallenge, SMS_CODE_MILLIS } from "./sms-code.ts";
import { SMS_LANE } from "./verify-sms-code.ts";

type Deps<Stores extends VerifierStores> = Pick<
  VerifierDeps<Stores>,
  | "clock"
  | "phoneNumbers"
  | "random"
  | "stringBox"
  | "textCarrier"
  | "textPolicy"
  | "tokenHash"
  | "unitOfWork"
>;

/** Who asks for a code, for which challenge and phone. */
export interface CodeRequest {
  readonly challengeId: string;
  /** What the caller holds: `ticket:{digest}` or `session:{id}`. */
  readonly boundTo: string;
  readonly sessionId?: string | undefined;
  readonly factorId: string;
  /** `sms` unless the phone is a landline. */
  readonly channel?: TextChannel | undefined;
  /** What the browser holds to be recognised by; those of others are ignored. */
  readonly browserTokens?: readonly string[] | undefined;
  /** What is counted as one address. */
  readonly addressBlock: string;
  readonly write: WriteCode;
  readonly origin: Origin;
}

/**
 * Sends a code to one of the subject's phones for an open challenge, to whoever holds what it is bound
 * to: nothing is sent before the first factor. The challenge lives until the code expires, 30
 * minutes at most. A code sent before for this challenge opens nothing any more.
 *
 * Refused with `not_found` for an unknown challenge or phone, `challenge_closed`, `kind_not_allowed` where
 * texts do not satisfy it, `too_many_attempts` where no code would be compared, as `verifyChallenge` says it,
 * `too_many_texts` with the time to wait, `text_unavailable` when nobody is texted now, and
 * `phone_not_supported` or `country_not_supported`.
 */
export async function sendSmsCode<Stores extends VerifierStores>(
  deps: Deps<Stores>,
  request: CodeRequest,
  settle?: Settle<Stores, { readonly outcome: "sent" } & SentCode>,
): Promise<
  | ({ readonly outcome: "sent" } & SentCode)
  | Refusal<
      | "not_found"
      | "challenge_closed"
      | "kind_not_allowed"
      | "too_many_attempts"
      | TextRefusalReason
    >
> {
  const { challengeId, boundTo, factorId, addressBlock, write } = request;
  const challenge = await deps.unitOfWork.read((stores) =>
    stores.challenges.find(challengeId, boundTo),
  );
  if (challenge === undefined) return refuse("not_found");
  const nowMillis = deps.clock.nowMillis();
  return performSending(
    deps,
    describeSending(request, challenge, nowMillis),
    async (stores, event) => {
      if (!challenge.kinds.includes("sms")) return refuse("kind_not_allowed");
      const { projectId, subjectId, createdAtMillis, purpose } = challenge;
      // Before the challenge: what sends no code lets nothing live longer.
      const phone = await stores.phones.find({ projectId, subjectId }, factorId);
      if (phone?.status !== "active") return refuse("not_found");
      const block = await findBlock(deps, stores, { ...request, challenge, nowMillis });
      if (block !== undefined) return block;
      const latestMillis = createdAtMillis + MAX_CHALLENGE_MILLIS;
      const expiresAtMillis = Math.min(nowMillis + SMS_CODE_MILLIS, latestMillis);
      // Locks the challenge before all else that is locked, as an answer to it does.
      await stores.challenges.extend(challengeId, { nowMillis, untilMillis: expiresAtMillis });
      const now = await stores.challenges.find(challengeId, boundTo);
      if (now === undefined || !isAnswerable(now, nowMillis)) return refuse("challenge_closed");
      event.factorLabel = phone.label;
      const channel = phone.channel === "voice" ? "voice" : (request.channel ?? "sms");
      const sent = await issueSmsCode(deps, stores, {
        phone,
        number: openNumber(deps, phone),
        boundTo: boundToChallenge(challengeId),
        purpose,
        channel,
        addressBlock,
        write,
        nowMillis,
        expiresAtMillis,
      });
      return { outcome: "sent", ...sent };
    },
    settle,
  );
}

/** Why no code for the challenge could be entered; undefined where one could. */
async function findBlock(
  deps: Pick<VerifierDeps, "tokenHash">,
  stores: VerifierStores,
  asked: Pick<CodeRequest, "browserTokens"> & {
    readonly challenge: Challenge;
    readonly nowMillis: number;
  },
): Promise<Refusal<"challenge_closed" | "too_many_attempts"> | undefined> {
  const { browserTokens, challenge, nowMillis } = asked;
  if (!isAnswerable(challenge, nowMillis)) return refuse("challenge_closed");
  const held = { subject: challenge, browserTokens, nowMillis };
  const isRecognised = (await findBrowser(deps, stores, held)) !== undefined;
  return findAttemptBlock(stores, { challenge, kindLane: SMS_LANE, isRecognised, nowMillis });
}

function describeSending(
  { challengeId, factorId, sessionId, origin }: CodeRequest,
  { projectId, subjectId, acts }: Challenge,
  atMillis: number,
): Operation {
  return {
    atMillis,
    projectId,
    subjectId,
    type: "sms_code.sent",
    sessionId,
    challengeId,
    factorId,
    factorKind: "sms",
    target: nameActs(acts),
    origin,
  };
}

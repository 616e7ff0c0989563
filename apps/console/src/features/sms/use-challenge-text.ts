import type { Challenge, ChallengeFactor, Client, ClientProblem } from "@twinlatch/client";
import { useEffect, useEffectEvent, useRef } from "react";
import { usualChannel } from "../challenge/challenge-way.ts";
import type { AnswerEntryState } from "../challenge/use-answer-entry.ts";
import { type SentText, sentText } from "./sent-text.ts";
import { type TextSending, useTextSending } from "./use-text-sending.ts";
import { useWebOtp } from "./use-web-otp.ts";

export interface ChallengeTextOptions {
  readonly client: Client;
  readonly challenge: Challenge;
  /** The way that is being answered; of any kind. */
  readonly way: ChallengeFactor;
  readonly answer: AnswerEntryState;
  /** The last code sent for the challenge, to whatever phone: any other one works no more. */
  readonly lastText: SentText | undefined;
  readonly onText: (text: SentText) => void;
  readonly hasOtherWay: boolean;
  /** The challenge takes no more answers. */
  readonly onClosed: (problem: ClientProblem) => void;
}

const CLOSED_CODES: ReadonlySet<string> = new Set([
  "challenge_closed",
  "not_found",
  "not_signed_in",
]);

/**
 * Sends codes for a challenge that is answered by phone: one on arrival, unless the phone has one that
 * works, and more when they are asked for. Takes the code out of the message where the browser can. Does
 * nothing for other ways.
 */
export function useChallengeText(options: ChallengeTextOptions): TextSending {
  const { client, challenge, way, answer, lastText, onText, hasOtherWay, onClosed } = options;
  const sending = useTextSending({
    send: (channel) =>
      client.call("sendCode", {
        params: { id: challenge.id },
        body: { factorId: way.id, ...(channel && { channel }) },
      }),
    sentWaitUntilMillis: lastText?.factorId === way.id ? lastText.waitUntilMillis : undefined,
    usualChannel: usualChannel(way),
    onSent: (sent, nowMillis) => onText(sentText(way.id, sent, nowMillis)),
    onRefused(problem) {
      const isClosed = CLOSED_CODES.has(problem.code);
      if (isClosed) onClosed(problem);
      return isClosed;
    },
    context: { hasOtherWay },
  });
  const hasArrived = useRef(false);
  const arrive = useEffectEvent(() => {
    if (hasArrived.current || way.kind !== "sms" || sending.isSent) return;
    hasArrived.current = true;
    sending.send();
  });
  useEffect(() => arrive(), []);
  const isOpen = way.kind === "sms" && sending.isSent && !answer.pending;
  useWebOtp({ isOpen, round: sending.count }, answer.type);
  return sending;
}
